#if Postgres
/// What PostgreSQL, or libpq on the way to it, said.
struct PostgresFailure: Error, Hashable {
    /// The SQLSTATE; `nil` where the connection itself failed.
    /// Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    let code: String?
    /// For the operator, on one line; of the server's own words only those that name no value.
    let words: String
    /// Whether somebody else had a lock for longer than it was waited for.
    var isLockTaken: Bool { code == "55P03" }

    /// An answer that was not waited for any longer.
    static let silence = PostgresFailure(connection: "PostgreSQL does not answer")

    /// Makes a failure of the connection.
    ///
    /// - Parameter words: of libpq, any number of lines.
    init(connection words: String) {
        code = nil
        self.words = words.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    /// Makes a failure that the server told.
    init(code: String) {
        self.code = code
        words = "PostgreSQL says \(code)"
    }
}
#endif

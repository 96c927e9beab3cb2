#if Postgres
extension StoreError {
    /// What an error of PostgreSQL means to the caller.
    ///
    /// The words hold no SQL and no value.
    /// Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    ///
    /// - Parameter error: from libpq, or a ``StoreError`` that passed through it.
    init(postgres error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as PostgresFailure: self.init(error)
        case is CancellationError: self = .cancelled
        default: self = .unavailable("an unexpected \(type(of: error))")
        }
    }

    private init(_ failure: PostgresFailure) {
        switch failure.code {
        case nil: self = .unreachable(failure.words)
        case "53100": self = .storageFull
        case "57014": self = .tooCostly
        case "XX001", "XX002": self = .damaged(detail: failure.words)
        case "25006": self = .unavailable("PostgreSQL may only be read here: it is a standby")
        case "42501": self = .unavailable("PostgreSQL does not grant this user its tables")
        case "53300": self = .unavailable("PostgreSQL has no connection left for this user")
        case "57P01", "57P02", "57P03": self = .unreachable("PostgreSQL goes down or comes up")
        // With the connection it ends the transaction, of which nothing is left.
        case "25P03", "25P04", "57P05":
            self = .unreachable("PostgreSQL has ended a connection that kept it waiting")
        default: self = .unavailable(failure.words)
        }
    }
}
#endif

/// Where the bytes of files are that several servers serve: each server has on its own disk only
/// what was uploaded or asked for there.
protocol FileVault: Sendable {
    /// Keeps a file; one that is there already stays, and counts as asked for now.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter path: where all of it lies.
    func keep(_ file: StoredFile, from path: String) async throws

    /// Fetches a file.
    ///
    /// Suspends until it has come.
    ///
    /// - Parameters:
    ///   - hash: of its bytes.
    ///   - file: new; it is appended to.
    /// - Returns: false where there is none.
    func fetch(_ hash: String, into file: IncomingFile) async throws -> Bool

    /// Removes a file.
    ///
    /// Suspends until it is gone.
    ///
    /// - Parameters:
    ///   - hash: of its bytes.
    ///   - seconds: one that was asked for since then stays.
    func remove(_ hash: String, olderThan seconds: Int) async throws -> Bool

    /// Lists what is kept.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: in no order; also what is not whole yet.
    func list() async throws -> [(file: StoredFile, isWhole: Bool)]
}

/// A database that runs ``Statements``: transactions and rows, and nothing of one product.
///
/// The statements' parameters are numbered `$1`, `$2` … in the order in which they first appear.
protocol SQLDatabase: Sendable {
    /// Runs a body in one transaction that may write, on the calling thread.
    ///
    /// Such transactions follow one another, those of other programs too: what is read in one
    /// stays true until it ends. A database that lets several write at once takes a lock first.
    ///
    /// Blocks until it is durable: not for a thread of the pool.
    ///
    /// - Parameter body: what to do; what it throws undoes everything.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``.
    func commit<Value>(_ body: (any SQLSession) throws -> Value) throws(StoreError) -> Value

    /// Runs a body in one transaction that may write.
    ///
    /// Suspends until it is durable; it is not given up when the task is cancelled, since nobody
    /// could tell then what became of it.
    ///
    /// - Parameter body: what to do, on a thread that may block; what it throws undoes everything.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value

    /// Runs a body in one transaction that may write, in no order with those of the log: for what
    /// stands beside it and needs no number of it.
    ///
    /// Suspends until it is durable. The body may run twice where the connection broke meanwhile.
    ///
    /// - Parameter body: what to do, on a thread that may block; what it throws undoes everything.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``.
    func aside<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value

    /// Puts all that was committed into the database's own file, so that a copy of it is whole.
    ///
    /// Suspends until it is there; while others read it may not come to it.
    func checkpoint() async

    /// The path of the first file that this process alone writes and that was removed or replaced
    /// since it was opened; `nil` while all are in their places.
    ///
    /// From any thread; some microseconds. Nothing is written while one is lost, and nothing read
    /// where it was of the log.
    var lostFile: String? { get }

    /// Runs a body on one unchanging state of the database.
    ///
    /// Suspends while it waits for its turn and reads; a cancelled task ends both.
    ///
    /// - Parameters:
    ///   - kind: whose connections and queue it takes.
    ///   - body: what to read, on a thread that may block.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``: `cancelled`;
    ///   `tooManyWait` when too many wait; `tooCostly` when it went beyond its steps.
    func read<Value: Sendable>(
        _ kind: ReadKind,
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value
}

extension SQLDatabase {
    /// The same as ``write(_:)`` where one transaction writes at a time anyway.
    func aside<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value { try await write(body) }

    /// Looks a few rows up.
    ///
    /// Suspends as ``read(_:_:)`` does.
    ///
    /// - Parameter body: what to read, on a thread that may block.
    /// - Throws: what ``read(_:_:)`` throws.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        try await read(.lookup, body)
    }
}

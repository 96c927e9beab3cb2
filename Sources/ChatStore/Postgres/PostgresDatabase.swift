#if Postgres
import ChatProtocol
import Dispatch
import Synchronization

/// PostgreSQL behind ``SQLDatabase``: one connection that writes and some that read.
final class PostgresDatabase: SQLDatabase {
    private let address: DatabaseAddress
    private let claimTime: Duration
    /// The folder of what this server keeps beside the log.
    private let lock: FolderLock
    private let queues: [ReadKind: AsyncSemaphore]
    /// Lanes that nobody reads in; there are as many as all kinds of reads may have at a time.
    private let idle: Mutex<[PostgresLane]>
    /// Whoever has it uses the connection that writes.
    private let turn = DispatchSemaphore(value: 1)
    private let writer: Mutex<PostgresConnection?>
    private let writes = DispatchQueue(label: "burble-postgres-writes")

    /// Opens the log of a database, and makes its tables if there are none.
    ///
    /// Blocks for some milliseconds; for some seconds while another server has the log.
    ///
    /// - Parameters:
    ///   - address: of the database.
    ///   - folder: the data folder, which this process has locked, and keeps so.
    ///   - options: the bounds.
    ///   - drawName: draws the name of a log that is new.
    /// - Throws: `newer` or `damaged`, with everything as it was; `unavailable` when another server
    ///   has the log or the cluster will not do; or what PostgreSQL said.
    init(
        _ address: DatabaseAddress,
        _ folder: DataFolder,
        options: StoreOptions,
        drawName: () -> LogName
    ) throws(StoreError) {
        self.address = address
        lock = folder.lock
        queues = ReadKind.allCases.reduce(into: [:]) { queues, kind in
            queues[kind] = AsyncSemaphore(width: kind.width, limit: options.waitingReads)
        }
        idle = Mutex(Self.lanes(address, options.readTime))
        claimTime = options.claimTime
        writer = Mutex(try Self.prepared(address, options.claimTime, drawName: drawName))
    }

    private static func prepared(
        _ address: DatabaseAddress,
        _ claimTime: Duration,
        drawName: () -> LogName
    ) throws(StoreError) -> PostgresConnection {
        do {
            let connection = try connect(address)
            let other = try PostgresConnection(address)
            try PostgresChecks(connection: connection).refusePooler(with: other)
            try claim(connection, claimTime)
            try PostgresSchema(connection: connection).migrate(drawName: drawName)
            return connection
        } catch { throw StoreError(postgres: error) }
    }

    private static func lanes(_ address: DatabaseAddress, _ time: Duration) -> [PostgresLane] {
        let milliseconds = max(1, Int(clamping: Int64(time / .milliseconds(1))))
        return (0..<ReadKind.connections).map { _ in
            PostgresLane {
                let connection = try PostgresConnection(address)
                try PostgresChecks(connection: connection).prepare(timeout: milliseconds)
                return connection
            }
        }
    }

    /// A connection whose statements have no bound: a commit that was given up may be done all the
    /// same.
    private static func connect(_ address: DatabaseAddress) throws -> PostgresConnection {
        let connection = try PostgresConnection(address)
        try PostgresChecks(connection: connection).prepare(timeout: 0)
        return connection
    }

    /// Takes the log for this server, for as long as it is connected.
    private static func claim(_ connection: PostgresConnection, _ time: Duration) throws {
        let session = PostgresSession(connection: connection)
        do throws(PostgresFailure) {
            try session.ask(PostgresText.lockTime, "\(time / .milliseconds(1))")
            try session.ask(PostgresText.claim)
            try session.ask(PostgresText.lockTime, PostgresText.usualLockTime)
        } catch {
            throw error.isLockTaken ? StoreError.unavailable("another server has the log") : error
        }
    }

    /// The log's name and its newest position.
    ///
    /// Blocks; for the opening alone.
    ///
    /// - Throws: `damaged` when the log has no name.
    func logState() throws(StoreError) -> LogState {
        let state = try commit { session in
            try session.row(Statements.logState, []) { row in
                (LogName(try row.text(0)), try row.integer(1))
            }
        }
        guard let (name, head) = state, let name else {
            throw .damaged(detail: "the log has no name")
        }
        return LogState(name: name, head: head)
    }

    // MARK: - Writing

    func commit<Value>(
        _ body: (any SQLSession) throws -> Value
    ) throws(StoreError) -> Value {
        turn.wait()
        defer { turn.signal() }
        do {
            let connection = try begin()
            return try finish(connection, body)
        } catch { throw StoreError(postgres: error) }
    }

    /// Begins a transaction, and takes the lock: what is connected may have been cut off while it
    /// stood idle, which shows here.
    private func begin() throws -> PostgresConnection {
        if let kept = writer.withLock({ $0 }) {
            do {
                try Self.lock(kept)
                return kept
            } catch  where kept.isBroken {
                writer.withLock { $0 = nil }
            }
        }
        let new = try Self.connect(address)
        try Self.claim(new, claimTime)
        writer.withLock { $0 = new }
        try Self.lock(new)
        return new
    }

    private static func lock(_ connection: PostgresConnection) throws {
        do {
            try connection.send(PostgresText.begin)
            try connection.send(PostgresText.lock)
            _ = try connection.answer()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    private func finish<Value>(
        _ connection: PostgresConnection,
        _ body: (any SQLSession) throws -> Value
    ) throws -> Value {
        do {
            let value = try body(PostgresSession(connection: connection))
            // What waits to be sent is done before, so that what breaks here broke in the commit.
            _ = try connection.answer()
            try Self.commitNow(connection)
            return value
        } catch {
            connection.rollBack()
            throw error
        }
    }

    private static func commitNow(_ connection: PostgresConnection) throws {
        do {
            try connection.send(PostgresText.commit)
            // PostgreSQL answers the commit of what has failed before by rolling it back.
            guard try connection.answer()?.command == "COMMIT" else {
                throw PostgresFailure(code: "25P02")
            }
        } catch  where connection.isBroken {
            throw StoreError.outcomeUnknown("the connection broke in the commit")
        }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        let result = await withCheckedContinuation { reply in
            writes.async { [self] in
                do throws(StoreError) {
                    reply.resume(returning: Result<Value, StoreError>.success(try commit(body)))
                } catch {
                    reply.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    /// PostgreSQL does this by itself.
    func checkpoint() async {}

    // MARK: - Reading

    func read<Value: Sendable>(
        _ kind: ReadKind,
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        let queue = queues[kind]
        try await queue?.enter()
        defer { queue?.leave() }
        guard let lane = idle.withLock({ $0.popLast() }) else {
            throw .readsOverloaded(limit: ReadKind.connections)
        }
        defer { idle.withLock { $0.append(lane) } }
        let read = PostgresRead()
        let result = await withTaskCancellationHandler {
            await lane.run(read, body)
        } onCancel: {
            read.giveUp()
        }
        return try result.get()
    }
}
#endif

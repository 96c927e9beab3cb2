#if Postgres
import ChatProtocol
import Dispatch
import Synchronization

/// PostgreSQL behind ``SQLDatabase``: one connection that writes and some that read.
final class PostgresDatabase: SQLDatabase {
    /// The connection that writes.
    private struct Writer {
        var connection: PostgresConnection?
        /// How many there were.
        var count: Int64 = 1
        /// The newest that was seen: a server of an older one has lost what was written since.
        var timeline: Int64 = 0
    }

    /// Whether it answers.
    let pulse: PostgresPulse
    private let claimTime: Duration
    /// The folder of what this server keeps beside the log.
    private let lock: FolderLock
    private let queues: [ReadKind: AsyncSemaphore<ArrivalOrder>]
    /// Lanes that nobody reads in; there are as many as all kinds of reads may have at a time.
    private let idle: Mutex<[PostgresLane]>
    private let asides: PostgresAsides
    /// Whoever has it uses the connection that writes.
    private let turn = DispatchSemaphore(value: 1)
    private let writer: Mutex<Writer>
    /// This server among those that write the log, as it began.
    let node: Node
    private let writes = DispatchQueue(label: "burble-postgres-writes")

    /// Opens the log of a database, and makes its tables if there are none.
    ///
    /// Blocks for some milliseconds; for some seconds while a server has the log that writes alone.
    ///
    /// - Parameters:
    ///   - folder: the data folder, which this process has locked, and keeps so.
    ///   - drawName: draws the name of a log that is new.
    /// - Throws: `newer` or `damaged`, with everything as it was; `unavailable` when a server of an
    ///   older version has the log or the cluster will not do; or what PostgreSQL said.
    init(
        _ address: DatabaseAddress,
        _ folder: DataFolder,
        options: StoreOptions,
        drawName: () throws -> LogName
    ) throws(StoreError) {
        let pulse = PostgresPulse(address)
        self.pulse = pulse
        lock = folder.lock
        queues = ReadKind.allCases.reduce(into: [:]) { queues, kind in
            queues[kind] = AsyncSemaphore(width: kind.width, limit: options.waitingReads)
        }
        idle = Mutex(Self.lanes(pulse, options.readTime))
        asides = PostgresAsides(limit: options.waitingReads) { try Self.connect(pulse) }
        claimTime = options.claimTime
        do {
            let connection = try Self.prepared(pulse, options.claimTime, drawName: drawName)
            let nodes = PostgresNodes(session: PostgresSession(connection: connection))
            node = try nodes.begin(options.nodeName, version: options.nodeVersion)
            try Self.setNode(node.number, on: connection)
            let timeline = try Self.timeline(of: connection)
            writer = Mutex(Writer(connection: connection, timeline: timeline))
        } catch { throw StoreError(postgres: error) }
    }

    /// The log's name and its newest position.
    ///
    /// Blocks; for the opening alone.
    ///
    /// - Throws: `damaged` when the log has no name.
    func logState() throws(StoreError) -> LogState {
        try commit { session in
            let lineage = PostgresLineage(session: session)
            let (name, head) = try session.log()
            try pulse.learnTime(session)
            return LogState(
                name: name,
                head: head,
                marks: try lineage.marks(through: head),
                access: try AccessMark.read(session) ?? AccessMark(),
                formerNames: try session.formerNames(),
                lastTime: try session.lastTime()
            )
        }
    }

    /// A connection for notices.
    ///
    /// Blocks.
    ///
    /// - Throws: why there is none now.
    func noticeConnection() throws -> PostgresConnection {
        let connection = try pulse.connection()
        // None of its statements reads much: one that takes longer hangs.
        try PostgresChecks(connection: connection).prepare(timeout: .seconds(5))
        return connection
    }

    // MARK: - Writing

    func commit<Value>(
        _ body: (any SQLSession) throws -> Value
    ) throws(StoreError) -> Value { try commit(askingFirst: nil, body) }

    /// Runs a body in a transaction that has the log's lock, as ``commit(_:)`` does.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - text: a statement without values that is asked together with the lock: nobody else waits
    ///     for its way to the database and back.
    ///   - body: what to do; it may ask that statement.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``.
    func commit<Value>(
        askingFirst text: String?,
        _ body: (any SQLSession) throws -> Value
    ) throws(StoreError) -> Value {
        turn.wait()
        defer { turn.signal() }
        do { return try finish(try begin(text), body) } catch { throw StoreError(postgres: error) }
    }

    /// Runs a statement or some on the connection that writes, each as a transaction of its own,
    /// without the log's lock.
    ///
    /// Blocks; what finds the connection cut off is done again on another.
    ///
    /// - Parameter body: reads; it may be run twice.
    /// - Throws: what the body threw, or what the database said, as a ``StoreError``.
    func look<Value>(_ body: (any SQLSession) throws -> Value) throws(StoreError) -> Value {
        turn.wait()
        defer { turn.signal() }
        do {
            return try onConnection { connection in
                let value = try body(PostgresSession(connection: connection))
                _ = try connection.answer()
                return value
            }
        } catch { throw StoreError(postgres: error) }
    }

    /// How many connections there were that write: what was seen on another one may be gone.
    var connections: Int64 { writer.withLock(\.count) }

    /// Begins a transaction, and takes the lock.
    private func begin(_ first: String?) throws -> PostgresSession {
        try onConnection { connection in
            var session = PostgresSession(connection: connection)
            let rows = try Self.lock(connection, first)
            if let first, let rows { session.asked = (first, rows) }
            return session
        }
    }

    /// Uses what is connected, or connects: it may have been cut off while it stood idle, which
    /// shows here.
    private func onConnection<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
        try pulse.check()
        if let kept = writer.withLock({ $0.connection }) {
            do {
                return try body(kept)
            } catch  where kept.isBroken {
                writer.withLock { $0.connection = nil }
            }
        }
        return try body(try reconnect())
    }

    private func reconnect() throws -> PostgresConnection {
        let new = try Self.connect(pulse)
        let timeline = try Self.timeline(of: new)
        guard timeline >= writer.withLock({ $0.timeline }) else {
            throw StoreError.unreachable("PostgreSQL is one that another has taken over from")
        }
        try Self.claim(new, claimTime)
        try Self.setNode(node.number, on: new)
        writer.withLock { $0 = Writer(connection: new, count: $0.count + 1, timeline: timeline) }
        return new
    }

    private static func lock(
        _ connection: PostgresConnection,
        _ first: String?
    ) throws -> PostgresRows? {
        do {
            try connection.send(PostgresText.begin)
            try connection.send(PostgresText.lock)
            if let first { try connection.send(first) }
            return try connection.answer()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    private func finish<Value>(
        _ session: PostgresSession,
        _ body: (any SQLSession) throws -> Value
    ) throws -> Value {
        do {
            let value = try body(session)
            try session.connection.commit()
            return value
        } catch {
            session.connection.rollBack()
            throw error
        }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        if let file = lostFile { throw .lost(file) }
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

    func aside<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        try pulse.check()
        return try await asides.run(body)
    }

    /// PostgreSQL does this by itself.
    func checkpoint() async {}

    /// Of the folder the claim alone matters: another server would write the same index and files.
    var lostFile: String? { lock.file.isThere ? nil : lock.file.path }

    // MARK: - Reading

    func read<Value: Sendable>(
        _ kind: ReadKind,
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        let queue = queues[kind]
        try pulse.check()
        try await queue?.enter()
        defer { queue?.leave() }
        // Who waited for a connection would wait in vain.
        try pulse.check()
        guard let lane = idle.withLock({ $0.popLast() }) else {
            throw .tooManyWait(limit: ReadKind.connections)
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

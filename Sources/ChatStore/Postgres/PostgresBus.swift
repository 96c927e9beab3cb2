#if Postgres
import AsyncSignals
import Dispatch
import Synchronization

/// The bus of servers that share a database of PostgreSQL: a connection of its own carries the
/// notices, tells of commits, and notes every five seconds that the server is there.
final class PostgresBus: NodeBus {
    /// Notices that wait for their reader.
    private static let unread = 4096
    /// How long a connection is waited for before it is tried again.
    private static let pause = Duration.seconds(1)

    let node: Node
    let news: AsyncStream<NodeNews>
    private let told: AsyncStream<NodeNews>.Continuation
    private let database: PostgresDatabase
    private let queue = Mutex(NoticeQueue())
    private let wake = HeldListener<Void>()
    /// Ends the wait of the thread.
    private let bell: PipeBell

    /// Makes one; nothing is carried before ``run()``.
    ///
    /// - Throws: `unavailable` when the process has no descriptor left.
    init(_ database: PostgresDatabase) throws(StoreError) {
        guard let bell = PipeBell() else { throw .unavailable("there are too many open files") }
        self.bell = bell
        self.database = database
        node = database.node
        (news, told) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.unread))
    }

    /// Learns whom to tell that another server has committed.
    ///
    /// - Parameter wake: does not block.
    func onCommit(_ wake: @escaping @Sendable () -> Void) {
        self.wake.set { wake() }
        // Others may have told of a commit before there was anybody to wake.
        wake()
    }

    func send(_ topic: Notice.Topic, _ text: String) -> Bool {
        let notice = Notice(from: node.number, topic: topic, text: text)
        let isTaken = queue.withLock { $0.add(notice, at: .now) }
        if isTaken { bell.ring() }
        return isTaken
    }

    /// Tells the others that the log has grown.
    ///
    /// Does not block.
    func tellCommit() {
        queue.withLock { $0.addCommit() }
        bell.ring()
    }

    func nodes() async throws(StoreError) -> [Node] {
        try await database.read { try PostgresNodes(session: $0).all() }
    }

    func close() {
        queue.withLock { $0.close() }
        bell.ring()
        database.pulse.close()
    }

    func leave() async {
        // One that is left there counts as away after a while.
        try? await database.aside { [node] in try PostgresNodes(session: $0).end(node) }
    }

    /// Without a thread the log is followed by its tick alone.
    func run() async {
        async let _: Void = database.pulse.run()
        _ = await CommitThread.run { [self] in
            while !isClosed {
                do {
                    try serve(try database.noticeConnection())
                } catch {
                    // It is told by the log's own contact; this one tries until it comes back.
                    pause()
                }
            }
            told.finish()
        }
    }

    /// Waits, whatever is to be sent meanwhile.
    private func pause() {
        let end = ContinuousClock.now + Self.pause
        while !isClosed, end > .now { bell.wait(for: nil, until: end) }
    }

    private var isClosed: Bool { queue.withLock(\.isClosed) }

    // MARK: - The thread

    private func serve(_ connection: PostgresConnection) throws {
        let session = PostgresSession(connection: connection)
        let channel = try session.row(PostgresText.channel, []) { try $0.text(0) } ?? ""
        // A schema of a high number has a negative one here.
        try session.ask("LISTEN \"\(channel)\"")
        // What was to be told before is old, and what others told was not heard.
        queue.withLock { $0.removeNotices() }
        told.yield(.missed)
        tellWaiting()
        var nextBeat = ContinuousClock.now
        while true {
            if nextBeat <= .now {
                try PostgresNodes(session: session).beat(node)
                nextBeat = .now + Node.beat
            }
            let texts = queue.withLock { $0.take(for: node.number, at: .now) }
            for text in texts {
                try session.run(PostgresText.notify, [.text(channel), .text(text)])
            }
            if isClosed { return try leave(session) }
            _ = try connection.answer()
            try hear(connection)
            let next = queue.withLock { $0.next(at: .now) } ?? nextBeat
            bell.wait(for: connection.socket, until: min(next, nextBeat))
            try hear(connection)
        }
    }

    private func leave(_ session: PostgresSession) throws {
        try PostgresNodes(session: session).end(node)
        _ = try session.connection.answer()
    }

    private func hear(_ connection: PostgresConnection) throws {
        var isTold = false
        for text in try connection.notices() {
            switch NoticeText.read(text) {
            case .commit(let other): isTold = isTold || other != node.number
            case .notice(let notice) where notice.from != node.number: tell(notice)
            case .notice, nil: break
            }
        }
        if isTold { tellWaiting() }
    }

    private func tell(_ notice: Notice) {
        // The newest are kept: that some were lost is told behind them.
        if case .dropped = told.yield(.notice(notice)) { told.yield(.missed) }
    }

    private func tellWaiting() { wake.tell(()) }
}

/// The statements of the bus.
extension PostgresText {
    /// The channel of the log's schema.
    static let channel = "SELECT 'burble_' || \(schemaNumber)"

    static let notify = "SELECT pg_notify($1, $2)"
}
#endif

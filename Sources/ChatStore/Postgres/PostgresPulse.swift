#if Postgres
import ChatProtocol
import Dispatch
import Synchronization

/// Whether PostgreSQL answers: it is asked every second, on a connection of its own.
///
/// What is asked waits for no lock, no disk and no standby. So a long import, a checkpoint and a
/// standby that is gone are no silence; a PostgreSQL that stands still, or a network without a
/// word, is. Before ``run()`` it is taken to answer.
final class PostgresPulse: Sendable {
    /// Between two questions.
    private static let pause = Duration.seconds(1)
    /// How long one connection is asked: its process alone may stand still.
    private static let turn = Duration.seconds(2)

    private struct State {
        var silence = Silence()
        /// When the connection was asked last.
        var asked = ContinuousClock.now
        /// The database's time, and when it was asked for.
        var told: (time: Int64, at: ContinuousClock.Instant)?
        /// The host that a connection was made to last.
        var place: PostgresHosts.Place?
    }

    private let address: DatabaseAddress
    private let state = Mutex(State())
    private let isClosed = Atomic<Bool>(false)
    private let bell = DispatchSemaphore(value: 0)

    /// Makes one; nothing is asked before ``run()``.
    init(_ address: DatabaseAddress) {
        self.address = address
    }

    /// Since when there has been no answer; `nil` while there is one.
    var silentSince: ContinuousClock.Instant? { state.withLock { $0.silence.since } }

    /// Whether nothing is to be asked, since it would not be answered.
    var isSilent: Bool { state.withLock { $0.silence.isLong(at: .now) } }

    /// The time of the database's clock, which has gone on since it was asked last; `nil` before.
    var time: Timestamp? {
        state.withLock(\.told).map { time, at in
            Timestamp(milliseconds: time + Int64(at.duration(to: .now) / .milliseconds(1)))
        }
    }

    /// Learns what time it is there.
    ///
    /// Blocks.
    ///
    /// - Parameter session: of a connection to the database.
    func learnTime(_ session: any SQLSession) throws {
        // From before it is asked: nothing that is in the log is of a time to come.
        let start = ContinuousClock.now
        let time = try session.row("SELECT \(PostgresText.clock)", []) { try $0.integer(0) }
        if let time { state.withLock { $0.told = (time, start) } }
    }

    /// Refuses what would wait for an answer that does not come.
    ///
    /// - Throws: `unreachable`.
    func check() throws(StoreError) {
        if isSilent { throw .unreachable(PostgresFailure.silence.words) }
    }

    /// Makes a connection on which nobody waits for longer than PostgreSQL is silent.
    ///
    /// Blocks.
    ///
    /// - Throws: why there is none now.
    func connection() throws -> PostgresConnection {
        try check()
        return try connect { [self] in !isSilent }
    }

    /// Asks the host first that answered last, so that each of the others that is gone without a
    /// word is waited for once, and not by every connection.
    private func connect(
        _ waitsOn: @escaping @Sendable () -> Bool
    ) throws(PostgresFailure) -> PostgresConnection {
        let last = state.withLock { $0.place }
        let connection = try PostgresConnection(address, beginningAt: last, waitsOn: waitsOn)
        let place = connection.place
        state.withLock { $0.place = place }
        return connection
    }

    /// Asks until it is closed.
    ///
    /// Suspends for as long; a thread of its own does it.
    func run() async {
        _ = await CommitThread.run { [self] in
            while !isOver {
                let start = ContinuousClock.now
                do {
                    try askOn()
                } catch {
                    // What is not heard for long is seen by all; this one tries until it is.
                }
                if start.duration(to: .now) < Self.pause { rest() }
            }
        }
    }

    /// Asks nothing more, and lets ``run()`` end.
    func close() {
        isClosed.store(true, ordering: .releasing)
        bell.signal()
    }

    private var isOver: Bool { isClosed.load(ordering: .acquiring) }

    private func rest() { _ = bell.wait(timeout: .now() + Self.pause / .seconds(1)) }

    // MARK: - The thread

    /// Asks on one connection for as long as it answers.
    private func askOn() throws {
        let session = PostgresSession(connection: try connected())
        while !isOver {
            ask()
            try learnTime(session)
            state.withLock { $0.silence.end() }
            rest()
        }
    }

    private func connected() throws(PostgresFailure) -> PostgresConnection {
        let start = ask()
        do throws(PostgresFailure) {
            return try connect { [self] in waitsOn() }
        } catch {
            let now = ContinuousClock.now
            state.withLock { state in
                // Who refuses at once is heard.
                if start.duration(to: now) < Self.pause {
                    state.silence.end()
                } else {
                    state.silence.goOn(at: now)
                }
            }
            throw error
        }
    }

    @discardableResult
    private func ask() -> ContinuousClock.Instant {
        let now = ContinuousClock.now
        state.withLock { state in
            state.silence.ask(at: now)
            state.asked = now
        }
        return now
    }

    private func waitsOn() -> Bool {
        let now = ContinuousClock.now
        let hasTime = state.withLock { state in
            state.silence.goOn(at: now)
            return state.asked.duration(to: now) < Self.turn
        }
        return hasTime && !isOver
    }
}
#endif

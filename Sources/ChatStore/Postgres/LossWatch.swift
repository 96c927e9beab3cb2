#if Postgres
import ChatProtocol
import Synchronization

/// Sees to it that a database which is connected to anew has all that was handed on, and gives the
/// log another name if not.
final class LossWatch: Sendable {
    private let database: PostgresDatabase
    private let log: LogName
    /// Of what was handed on.
    private let marks: Mutex<LogMarks>
    /// For the next start.
    private let file: MarksFile?
    private let wasRenamed = Atomic<Bool>(false)
    /// Whether the database that was looked at last lacks some of what was handed on.
    private let hasLost = Atomic<Bool>(false)

    /// Makes one.
    ///
    /// - Parameters:
    ///   - database: the log's.
    ///   - state: of the log, as it was opened.
    ///   - file: keeps what is handed on, beyond this process; `nil` for none.
    init(_ database: PostgresDatabase, _ state: LogState, keepingIn file: MarksFile? = nil) {
        self.database = database
        self.file = file
        log = state.name
        marks = Mutex(state.marks.marks)
    }

    /// Keeps in mind what is handed on, before anybody hears of it.
    ///
    /// - Parameter event: the last of a commit.
    func note(_ event: DurableEvent) {
        guard let mark = LogMarks.Mark(event) else { return }
        marks.withLock { $0.add(mark) }
        file?.note(mark)
    }

    /// Whether the log has another name.
    var isRenamed: Bool { wasRenamed.load(ordering: .acquiring) }

    /// Looks whether a database has all that was handed on, unless it was seen to.
    ///
    /// - Parameters:
    ///   - session: of a transaction.
    ///   - connection: the one on which it was seen.
    /// - Returns: the connection that was looked at.
    /// - Throws: `unreachable` when it has not; or what the database said.
    func look(_ session: any SQLSession, seenOn connection: Int64) throws -> Int64 {
        let current = database.connections
        guard connection != current else { return current }
        guard try end(session) == nil else {
            hasLost.store(true, ordering: .releasing)
            throw lost
        }
        return current
    }

    /// Sees that the log is the one that was opened, with all that was handed on before this.
    ///
    /// - Parameter session: any, on whatever connection.
    /// - Throws: `unreachable` where it is not; or what the database said.
    func confirm(_ session: any SQLSession) throws {
        let name = try session.row(Statements.logState, []) { try $0.text(0) }
        guard name == log.description else { throw otherName }
        guard try end(session) == nil else { throw lost }
    }

    /// The position through which the database has what was handed on; `nil` where it has all.
    private func end(_ session: any SQLSession) throws -> Int64? {
        try PostgresLineage(session: session).end(of: marks.withLock { $0 })
    }

    /// Gives the log another name where the last look found a loss, unless the database that is
    /// connected now has lost nothing.
    ///
    /// Blocks.
    ///
    /// - Throws: `unreachable` when it has another name; or what the database said.
    func rename() throws(StoreError) {
        guard hasLost.load(ordering: .acquiring) else { return }
        let isLost = try database.commit { session in
            guard let end = try end(session) else { return false }
            try session.rename(from: log, through: end)
            return true
        }
        if isLost { throw renamed() }
        hasLost.store(false, ordering: .releasing)
    }

    /// Refuses a log that another server has given another name.
    ///
    /// - Parameter name: as it is in the database.
    /// - Throws: `unreachable` for another one.
    func check(_ name: String) throws(StoreError) {
        if name != log.description { throw renamed() }
    }

    private func renamed() -> StoreError {
        wasRenamed.store(true, ordering: .releasing)
        return otherName
    }

    private var lost: StoreError { .unreachable("the log has lost what was committed") }

    private var otherName: StoreError {
        .unreachable("the log has lost what was committed, and has another name now")
    }
}
#endif

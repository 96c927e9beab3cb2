#if Postgres
import ChatProtocol
import Synchronization

/// Sees to it that a database which is connected to anew has all that was handed on and is known,
/// and gives the log another name if not.
final class LossWatch: Sendable {
    /// What is known of the log.
    private struct Known {
        /// Of what was handed on.
        var marks: LogMarks
        var access: AccessMark
    }

    private let database: PostgresDatabase
    private let log: LogName
    private let known: Mutex<Known>
    /// For the next start.
    private let file: MarksFile?
    private let wasRenamed = Atomic<Bool>(false)
    /// Whether the database that was looked at last lacks some of that.
    private let hasLost = Atomic<Bool>(false)

    /// Makes one.
    ///
    /// - Parameters:
    ///   - state: of the log, as it was opened.
    ///   - file: keeps what is handed on, beyond this process; `nil` for none.
    init(_ database: PostgresDatabase, _ state: LogState, keepingIn file: MarksFile? = nil) {
        self.database = database
        self.file = file
        log = state.name
        known = Mutex(Known(marks: state.marks.marks, access: state.access))
    }

    /// Keeps in mind what is handed on, before anybody hears of it.
    ///
    /// - Parameter event: the last of a commit.
    func note(_ event: DurableEvent) {
        guard let mark = LogMarks.Mark(event) else { return }
        known.withLock { $0.marks.add(mark) }
        file?.note(mark)
    }

    /// Keeps in mind how far the changes of access have come, before anybody goes by them.
    ///
    /// - Parameter access: as it is in the database.
    func note(_ access: AccessMark) {
        let isNew = known.withLock { known in
            guard access.number > known.access.number else { return false }
            known.access = access
            return true
        }
        if isNew { file?.note(access) }
    }

    /// Reads how far the changes of access have come.
    ///
    /// - Parameter session: of a read that has asked nothing yet.
    /// - Returns: it, which is kept in mind.
    /// - Throws: `unreachable` where the database lacks what was known; or what it said.
    func access(_ session: any SQLSession) throws -> AccessMark {
        let known = known.withLock { $0.access }
        guard let access = try AccessMark.read(session, knowing: known) else { throw foundLost() }
        note(access)
        return access
    }

    /// Whether the log has another name.
    var isRenamed: Bool { wasRenamed.load(ordering: .acquiring) }

    /// Looks whether a database has all that was handed on, unless it was seen to.
    ///
    /// - Throws: `unreachable` when it has not; or what the database said.
    func look(_ session: any SQLSession, seenOn connection: Int64) throws -> Int64 {
        let current = database.connections
        guard connection != current else { return current }
        guard try end(session, of: known.withLock { $0 }) == nil else { throw foundLost() }
        return current
    }

    /// Sees that the log is the one that was opened, with all that was handed on before this.
    ///
    /// - Throws: `unreachable` where it is not; or what the database said.
    func confirm(_ session: any SQLSession) throws {
        // Of one moment is what is read, and more may be known before the second answer.
        let known = known.withLock { $0 }
        let name = try session.row(Statements.logState, []) { try $0.text(0) }
        guard name == log.description else { throw otherName }
        guard try end(session, of: known) == nil else { throw lost }
    }

    /// The position through which the database has what was handed on; `nil` where it has all that
    /// is known.
    private func end(_ session: any SQLSession, of known: Known) throws -> Int64? {
        try PostgresLineage(session: session).end(of: known.marks, known.access)
    }

    /// The next turn or look looks again, and gives the log another name.
    private func foundLost() -> StoreError {
        hasLost.store(true, ordering: .releasing)
        return lost
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
            guard let end = try end(session, of: known.withLock { $0 }) else { return false }
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

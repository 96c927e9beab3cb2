#if Postgres
import ChatProtocol
import Synchronization

/// Sees to it that a database which is connected to anew has all that was handed on, and gives the
/// log another name if not.
final class LossWatch: Sendable {
    private let database: PostgresDatabase
    private let log: LogName
    private let wasRenamed = Atomic<Bool>(false)
    /// Whether the database that was looked at last lacks some of what was handed on.
    private let hasLost = Atomic<Bool>(false)

    /// Makes one.
    ///
    /// - Parameters:
    ///   - database: the log's.
    ///   - log: its name when it was opened.
    init(_ database: PostgresDatabase, log: LogName) {
        self.database = database
        self.log = log
    }

    /// Whether the log has another name.
    var isRenamed: Bool { wasRenamed.load(ordering: .acquiring) }

    /// Looks whether a database has all that was handed on, unless it was seen to.
    ///
    /// - Parameters:
    ///   - session: of a transaction.
    ///   - marks: of what was handed on.
    ///   - connection: the one on which it was seen.
    /// - Returns: the connection that was looked at.
    /// - Throws: `unreachable` when it has not; or what the database said.
    func look(
        _ session: any SQLSession,
        for marks: LogMarks,
        seenOn connection: Int64
    ) throws -> Int64 {
        let current = database.connections
        guard connection != current else { return current }
        guard try PostgresLineage(session: session).end(of: marks) == nil else {
            hasLost.store(true, ordering: .releasing)
            throw StoreError.unreachable("the log has lost what was committed")
        }
        return current
    }

    /// Gives the log another name where the last look found a loss, unless the database that is
    /// connected now has lost nothing.
    ///
    /// Blocks.
    ///
    /// - Parameter marks: of what was handed on.
    /// - Throws: `unreachable` when it has another name; or what the database said.
    func rename(_ marks: LogMarks) throws(StoreError) {
        guard hasLost.load(ordering: .acquiring) else { return }
        let isLost = try database.commit { session in
            let lineage = PostgresLineage(session: session)
            guard let end = try lineage.end(of: marks) else { return false }
            try lineage.rename(from: log, through: end)
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
        return .unreachable("the log has lost what was committed, and has another name now")
    }
}
#endif

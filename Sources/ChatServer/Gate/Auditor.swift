import ChatProtocol
import ChatStore
import Synchronization

/// Somebody who may see what moderators and operators did.
///
/// The gate alone makes one.
final class Auditor: Sendable {
    /// A part of the audit.
    struct Page: Sendable {
        let entries: [AuditEntry]
        /// The number of the last entry that was looked at.
        let end: Int64
        /// Where the next page begins; `nil` after the last.
        let next: Int64?
    }

    private let caller: Caller
    private let gate: Gate
    /// A room in which the caller decided when it was looked at last.
    private let lastRoom: Mutex<RoomName?>

    fileprivate init(_ caller: Caller, in room: RoomName? = nil, _ gate: Gate) {
        self.caller = caller
        self.gate = gate
        lastRoom = Mutex(room)
    }

    /// Whether the caller still decides anywhere; does not suspend.
    ///
    /// It is asked each second for as long as a stream of the audit is open.
    ///
    /// - Complexity: O(1) for as long as the caller decides in the same room, else O(rooms).
    var isOpen: Bool {
        if caller.identity.isOperator { return true }
        if let room = lastRoom.withLock({ $0 }), gate.rule(room, caller.identity).moderates {
            return true
        }
        let another = caller.identity.account.flatMap { gate.roomModerated(by: $0) }
        lastRoom.withLock { $0 = another }
        return another != nil
    }

    /// Reads a page, of the rooms that the caller moderates; the operator's is all.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter id: of the last entry that is not wanted.
    /// - Returns: the page, maybe without entries.
    func page(after id: Int64) async throws(Problem) -> Page {
        let rooms = caller.identity.isOperator ? nil : moderatedRooms
        let entries = try await attempt { () async throws(StoreError) in
            try await gate.store.audit(after: id, of: rooms)
        }
        let end = entries.last?.id ?? id
        return Page(
            entries: entries,
            end: end,
            next: entries.count < ChatStore.auditPage ? nil : end
        )
    }

    /// The rooms that the caller decides in.
    private var moderatedRooms: [RoomName] {
        gate.rooms.byName.keys.filter { gate.rule($0, caller.identity).moderates }
    }

    /// The number of the newest entry.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: 0 or more.
    func newest() async throws(Problem) -> Int64 {
        try await attempt { () async throws(StoreError) in try await gate.store.newestAudit() }
    }
}

extension Gate {
    /// Lets moderators see the audit of their rooms, and the operator all of it.
    ///
    /// Suspends to ask the log for a role that is not known here.
    ///
    /// - Throws: `401 credentials_needed`, `403 accounts_needed`, `403 scope`,
    ///   `403 moderator_needed`, or the store's problem.
    func auditor(_ caller: Caller) async throws(Problem) -> Auditor {
        let account = try account(caller, for: "the audit")
        guard !caller.identity.isOperator else { return Auditor(caller, self) }
        if sharesLog, roomModerated(by: account) == nil { try await reachNewest() }
        guard let room = roomModerated(by: account) else { throw .moderatorNeeded }
        return Auditor(caller, in: room, self)
    }

    /// Any room in which an account decides.
    fileprivate func roomModerated(by account: MemberName) -> RoomName? {
        let now = self.now
        return rooms.byName.first { _, room in
            room.roles { $0.role(of: account, at: now).moderates }
        }?.key
    }
}

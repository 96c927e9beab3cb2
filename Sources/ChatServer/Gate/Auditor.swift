import ChatProtocol
import ChatStore

/// Somebody who may see what moderators and operators did.
///
/// The gate alone makes one.
struct Auditor: Sendable {
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

    fileprivate init(_ caller: Caller, _ gate: Gate) {
        self.caller = caller
        self.gate = gate
    }

    /// Reads a page, of the rooms that the caller moderates; the operator's is all.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter id: of the last entry that is not wanted.
    /// - Returns: the page, maybe without entries.
    /// - Throws: the store's problem.
    func page(after id: Int64) async throws(Problem) -> Page {
        var page = try await part(after: id)
        // What was done in rooms of the same names before is passed over.
        while page.entries.isEmpty, let next = page.next { page = try await part(after: next) }
        return page
    }

    private func part(after id: Int64) async throws(Problem) -> Page {
        let rooms = caller.identity.isOperator ? nil : moderatedRooms
        let entries = try await attempt { () async throws(StoreError) in
            try await gate.store.audit(after: id, of: rooms.map { Array($0.keys) })
        }
        let seen = entries.filter { entry in
            guard let rooms else { return true }
            // What was done in a room that had the name before is not theirs.
            return entry.room.flatMap { rooms[$0] }.map { $0 <= entry.at } ?? false
        }
        let end = entries.last?.id ?? id
        return Page(
            entries: seen,
            end: end,
            next: entries.count < ChatStore.auditPage ? nil : end
        )
    }

    /// The rooms that the caller decides in, and when they were made.
    private var moderatedRooms: [RoomName: Timestamp] {
        gate.rooms.byName.keys.reduce(into: [:]) { rooms, name in
            let rule = gate.rule(name, caller.identity)
            if rule.moderates { rooms[name] = rule.room?.facts.createdAt }
        }
    }

    /// The number of the newest entry.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: 0 or more.
    /// - Throws: the store's problem.
    func newest() async throws(Problem) -> Int64 {
        try await attempt { () async throws(StoreError) in try await gate.store.newestAudit() }
    }
}

extension Gate {
    /// Lets moderators see the audit of their rooms, and the operator all of it.
    ///
    /// - Parameter caller: anyone.
    /// - Returns: the auditor.
    /// - Throws: `401 credentials_needed`, `403 accounts_needed`, `403 scope`, or
    ///   `403 moderator_needed`.
    func auditor(_ caller: Caller) throws(Problem) -> Auditor {
        let account = try account(caller, for: "the audit")
        guard caller.identity.isOperator || moderatesAnything(account) else {
            throw .moderatorNeeded
        }
        return Auditor(caller, self)
    }

    private func moderatesAnything(_ account: MemberName) -> Bool {
        let now = Timestamp.now()
        return rooms.byName.values.contains { room in
            [.owner, .moderator].contains(room.roles { $0.role(of: account, at: now) })
        }
    }
}

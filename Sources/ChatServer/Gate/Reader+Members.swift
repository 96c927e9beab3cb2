import ChatProtocol
import ChatStore

/// Who is in a room, for those who may read it.
extension Reader {
    /// The most members of a room in which they show each other how far they have read.
    static let receiptMembers = ChatStore.shownMarksCount

    /// A member of the room, or who is only here.
    struct Member: Sendable {
        let name: MemberName
        /// As it is at the time.
        let assignment: RoomRoles.Assignment
        let isHere: Bool
    }

    /// How many names ``members()`` has at the most; nobody has to be named for it.
    ///
    /// Suspends for a hop to the room.
    var memberCount: Int {
        get async {
            let here = await state?.hereCount ?? 0
            return here + (state?.roles { $0.count } ?? 0)
        }
    }

    /// Who has a role here, the two of a direct room, and who is here at the moment.
    ///
    /// Suspends for a hop to the room.
    func members() async -> [Member] {
        let here = Set(await state?.here ?? [])
        let now = gate.now
        var rows = state?.roles { $0.all(at: now) } ?? [:]
        let nothing = RoomRoles.Assignment(role: .none, terms: MemberTerms())
        for name in pair where rows[name] == nil { rows[name] = nothing }
        for name in here where rows[name] == nil { rows[name] = nothing }
        return rows.map { Member(name: $0, assignment: $1, isHere: here.contains($0)) }
            .filter { $0.assignment.role != .none || $0.isHere || pair.contains($0.name) }
            .sorted { $0.name < $1.name }
    }

    /// How far members have read, where they show each other: in direct rooms, and in rooms of at
    /// most ``receiptMembers``, among accounts.
    ///
    /// Suspends while it reads the log, so that it is the same on every server.
    ///
    /// - Returns: the newest event that each has read who shows it; nothing for a caller who does
    ///   not.
    func receipts(among members: [Member]) async throws(Problem) -> [MemberName: Int64] {
        guard gate.mode == .accounts, let account = caller.identity.account else {
            return [:]
        }
        let names =
            room.isDirect
            ? pair
            : members.filter(\.assignment.role.isMembership).map(\.name)
        guard names.count <= Self.receiptMembers, names.contains(account) else { return [:] }
        let marks = try await attempt { () async throws(StoreError) in
            try await gate.store.shownMarks(in: room, of: names)
        }
        return marks[account] == nil ? [:] : marks
    }

    /// The two of a direct room, or the one whose notes it holds.
    private var pair: [MemberName] {
        guard let pair = room.pair else { return [] }
        return pair.0 == pair.1 ? [pair.0] : [pair.0, pair.1]
    }
}

import ChatProtocol

/// How many own a room, counted once for a transaction: a room may have very many members.
final class RoomOwners {
    private let session: any SQLSession
    private let room: RoomName
    /// `nil` until it is asked for.
    private var count: Int64?

    /// Has counted nothing.
    init(of room: RoomName, _ session: any SQLSession) {
        self.session = session
        self.room = room
    }

    /// Whether a member alone owns the room.
    ///
    /// - Complexity: O(members), the first time.
    ///
    /// - Returns: false where there is another owner, or the member is none.
    func isLast(_ member: MemberName) throws -> Bool {
        guard try isOwner(member) else { return false }
        let known = try count ?? counted()
        count = known
        return known == 1
    }

    /// Counts a change of a role that is about to be written.
    func note(_ content: DurableEvent.Content) throws {
        guard let known = count, case .member(let member, let role, _) = content else { return }
        let before: Int64 = try isOwner(member) ? 1 : 0
        count = known - before + (role == .owner ? 1 : 0)
    }

    private func isOwner(_ member: MemberName) throws -> Bool {
        let values: [SQLValue] = [.text(room.description), .text(member.folded)]
        return try session.row(Statements.isOwner, values) { _ in true } ?? false
    }

    private func counted() throws -> Int64 {
        let values = [SQLValue.text(room.description)]
        return try session.row(Statements.ownerCount, values) { try $0.integer(0) } ?? 0
    }
}

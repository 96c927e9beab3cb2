package import ChatProtocol

/// A member who has a stream of a room open at a server.
package struct PresentMember: Sendable, Hashable {
    package var node: NodeNumber
    package var room: RoomName
    package var member: MemberName

    /// Makes one.
    package init(_ member: MemberName, in room: RoomName, at node: NodeNumber) {
        self.node = node
        self.room = room
        self.member = member
    }
}

/// Who is here, at which server. Only where ``isShared``.
extension ChatStore {
    /// Writes who came and who left at this server.
    ///
    /// Suspends until it is written.
    ///
    /// - Parameters:
    ///   - came: who has a stream open now; of those that are there already nothing changes.
    ///   - left: who has none any more.
    ///   - isWhole: whether all that was written before goes first.
    package func writePresence(
        came: [PresentMember],
        left: [PresentMember],
        isWhole: Bool
    ) async throws(StoreError) {
        let own = SQLValue.integer(node.number.rawValue)
        try await database.aside { session in
            if isWhole { try session.run(Statements.clearPresence, [own]) }
            for place in left {
                let values = [own, .text(place.room.description), .text(place.member.folded)]
                try session.run(Statements.dropPresence, values)
            }
            for place in came {
                let values = [
                    own, .text(place.room.description), .text(place.member.folded),
                    .text(place.member.description),
                ]
                try session.run(Statements.addPresence, values)
            }
        }
    }

    /// Forgets who was at a server that is gone.
    ///
    /// Suspends until it is written.
    package func clearPresence(at node: NodeNumber) async throws(StoreError) {
        let values = [SQLValue.integer(node.rawValue)]
        try await database.aside { try $0.run(Statements.clearPresence, values) }
    }

    /// Who is here at the other servers, as they wrote last.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: in no order; also of servers that are away.
    package func presence() async throws(StoreError) -> [PresentMember] {
        let own = SQLValue.integer(node.number.rawValue)
        return try await database.read(.list) { session in
            try session.rows(Statements.presence, [own]) { row in
                PresentMember(
                    try MemberName(stored: row.text(2)),
                    in: try RoomName(stored: row.text(1)),
                    at: NodeNumber(try row.integer(0))
                )
            }
        }
    }
}

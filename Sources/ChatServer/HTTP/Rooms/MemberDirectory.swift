import ChatProtocol
import ChatStore
import Hummingbird

/// The members of a room as a list, with how far they have read where they show it.
struct MemberDirectory {
    /// Names up to which a list is made at once.
    private static let quickCount = 500

    let reader: Reader
    /// Long lists are made one at a time: each keeps a core busy for as long as it takes.
    let queue: AsyncSemaphore<FairOrder>

    /// Makes the list, by name, as JSON.
    ///
    /// Suspends for its turn if it is long, for a hop to the room, and for a read.
    ///
    /// - Returns: `{"members":[…]}`.
    /// - Throws: the store's problem, or that too many wait for lists.
    func list() async throws(Problem) -> ResponseBody {
        guard await reader.memberCount > Self.quickCount else { return try await made() }
        try await attempt { () async throws(StoreError) in
            try await queue.enter(as: reader.caller)
        }
        defer { queue.leave() }
        return try await made()
    }

    private func made() async throws(Problem) -> ResponseBody {
        let showsTerms = reader.gate.rule(reader.room, reader.caller.identity).moderates
        let members = await reader.members()
        let receipts = try await reader.receipts(among: members)
        return .json { bytes in
            JSONWriter.append(to: &bytes) { writer in
                writer.object { fields in
                    fields.key("members")
                    fields.array { array in
                        for member in members {
                            array.member(member, read: receipts[member.name], showsTerms)
                        }
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    /// Writes a member's object.
    fileprivate mutating func member(_ member: Reader.Member, read: Int64?, _ showsTerms: Bool) {
        object { fields in
            fields.field("name", member.name.description)
            fields.field("role", member.assignment.role.rawValue)
            fields.field("here", member.isHere)
            fields.field("read", read)
            if showsTerms { member.assignment.terms.writeFields(to: &fields) }
        }
    }
}

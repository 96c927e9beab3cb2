import ChatProtocol
import Testing

@testable import ChatStore

/// The members of all rooms, as a start reads them.
@Suite(.everyEngine, .timeLimit(.minutes(10))) struct PackedMembersTests {
    private static let later = Timestamp(milliseconds: 4_000_000_000_000)

    private static let terms: [MemberTerms] = [
        MemberTerms(), MemberTerms(until: later), MemberTerms(mutedUntil: later),
        MemberTerms(reason: "a + b, *c*; d"), MemberTerms(reason: ""),
        MemberTerms(until: later, mutedUntil: later, reason: "e"),
    ]

    @Test("All members of all rooms are what the members of each are, whatever binds them")
    func all() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let user = try MemberName("alice")
            var number = 0
            for room in ["one", "two"] {
                for role in Role.allCases {
                    for terms in room == "one" ? Self.terms : [MemberTerms()] {
                        number += 1
                        // All that a name may have, and both cases.
                        let name = try MemberName(#"N\#(number)_.|^{}[]\`-"#)
                        let content = DurableEvent.Content.member(name, role: role, terms: terms)
                        let draft = Draft(room: try RoomName(room), user: user, content: content)
                        _ = try await store.append(draft)
                    }
                }
            }
            try await store.say("hello", in: "empty")
            let all = try await store.allMembers()
            #expect(all.count == 2)
            for room in ["one", "two"] {
                let name = try RoomName(room)
                let unpacked = try #require(all[name]).unpacked()
                let stored = try await store.members(of: name)
                #expect(Set(unpacked) == Set(stored) && unpacked.count == stored.count)
                // The spelling too, which makes no difference to a name.
                #expect(
                    Set(unpacked.map(\.name.description)) == Set(stored.map(\.name.description))
                )
            }
        }
    }

    /// A row that no database gave.
    private struct Row: SQLRow {
        let values: [SQLValue]

        func value(_ column: Int) -> SQLValue { values[column] }
    }

    @Test(
        "A member who is none is found where the row is read",
        arguments: [
            ("ann", "owner", true), ("ann", "member", true), ("ann", "none", true),
            ("ann", "members", false), ("ann", "", false), ("", "member", false),
            ("ann bob", "member", false), ("+ann", "member", false), ("é", "member", false),
            ("a\u{0}b", "banned", false), (String(repeating: "a", count: 32), "moderator", true),
            (String(repeating: "a", count: 33), "moderator", false),
        ]
    )
    func damaged(name: String, role: String, isMember: Bool) {
        var packed = PackedMembers()
        let row = Row(values: [.text(name), .text(role), .null, .null, .null])
        let isAdded = (try? packed.add(row)) != nil
        #expect(isAdded == isMember)
        guard isMember else { return }
        #expect(packed.unpacked().map(\.role.rawValue) == [role])
        #expect(packed.unpacked().map(\.name.description) == [name])
    }
}

import ChatProtocol
import Testing

/// Who is in a room, and who decides there.
@Suite struct RoleTests {
    @Test("Who has been banned or has no role is not in the room")
    func membership() {
        #expect(Role.allCases.filter(\.isMembership) == [.owner, .moderator, .member])
    }

    @Test("Owners and moderators alone decide over others")
    func moderates() {
        #expect(Role.allCases.filter(\.moderates) == [.owner, .moderator])
    }
}

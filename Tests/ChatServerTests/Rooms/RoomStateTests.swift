import ChatProtocol
import Testing

@testable import ChatServer

@Suite struct RoomStateTests {
    private func room() throws -> RoomState {
        RoomState(name: try RoomName("a"), limits: ServerLimits())
    }

    @Test("Typing is announced once in the pause")
    func typing() throws {
        var room = try room()
        let ann = try MemberName("ann")
        #expect(room.typing(ann, now: .seconds(1)) == .typing(room: room.name, user: ann))
        #expect(room.typing(ann, now: .seconds(3)) == nil)
        #expect(room.typing(try MemberName("bob"), now: .seconds(3)) != nil)
        #expect(room.typing(ann, now: .seconds(4)) != nil)
    }
}

import ChatProtocol
import Testing

@testable import ChatServer

@Suite struct RoomStateTests {
    private func room() throws -> RoomState {
        RoomState(new: try RoomName("a"), limits: ServerLimits())
    }

    @Test("Events move the newest number once, and change the topic")
    func apply() throws {
        var room = try room()
        var topic = try Fixture.message("", at: 2)
        topic.content = .room(RoomChange(topic: "tea"))
        room.apply([try Fixture.message("x", at: 1), topic])
        #expect(room.newest == 2)
        #expect(room.topic == "tea")
        topic.content = .room(RoomChange(topic: "coffee"))
        room.apply([topic])
        #expect(room.topic == "tea", "an event it knows changes nothing")
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

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

    // A name costs nothing: each typing went over all who had typed lately.
    @Test("Who has stopped typing is forgotten, and who types is not, however many they are")
    func manyTyping() throws {
        var room = try room()
        let ann = try MemberName("ann")
        for number in 0..<1000 {
            let now = Duration.milliseconds(number)
            #expect(room.typing(try MemberName("m\(number)"), now: now) != nil)
        }
        #expect(room.typing(try MemberName("m0"), now: .seconds(2)) == nil)
        #expect(room.typing(ann, now: .seconds(9)) != nil)
        #expect(room.typing(try MemberName("m0"), now: .seconds(9)) != nil)
        #expect(room.typing(ann, now: .seconds(11)) == nil)
    }

    @Test("Those who are here are counted, with those who have just left")
    func here() throws {
        var room = try room()
        let ann = try MemberName("ann")
        _ = room.arrived(ann)
        _ = room.arrived(ann)
        _ = room.arrived(try MemberName("bob"))
        #expect(room.hereCount == 2 && room.here.count == 2)
        _ = room.left(ann, now: .zero)
        _ = room.left(ann, now: .zero)
        #expect(room.hereCount == 2)
        _ = room.departures(now: .seconds(5))
        #expect(room.hereCount == 1 && room.here.count == 1)
    }
}

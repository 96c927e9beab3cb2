import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

@Suite struct RoomFactsTests {
    @Test("Events move the newest number once, and change the topic")
    func apply() throws {
        var facts = RoomFacts(new: try RoomName("a"))
        var topic = try Fixture.message("", at: 2)
        topic.content = .room(RoomChange(topic: "tea"))
        facts.apply([try Fixture.message("x", at: 1), topic])
        #expect(facts.newest == 2)
        #expect(facts.topic == "tea")
        topic.content = .room(RoomChange(topic: "coffee"))
        facts.apply([topic])
        #expect(facts.topic == "tea", "an event it knows changes nothing")
    }

    @Test("A reply is admitted to a number that is there, and to no other")
    func replies() throws {
        var facts = RoomFacts(new: try RoomName("a"))
        facts.apply([try Fixture.message("x", at: 1), try Fixture.message("y", at: 2)])
        for (target, isThere) in [(0, false), (1, true), (2, true), (3, false)] as [(Int64, Bool)] {
            let draft = Draft(
                room: facts.name,
                user: try MemberName("ann"),
                content: .message(Message(text: "so it is", replyTo: target))
            )
            // Whether it throws is what is asked here.
            #expect(((try? facts.admit(draft)) != nil) == isThere, "\(target)")
        }
    }
}

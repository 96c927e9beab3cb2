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
}

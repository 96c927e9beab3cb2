import ChatProtocol
import Testing

@testable import ChatServer
@testable import ChatStore

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

    @Test("A room has the time that the log has for it, and one of another time is another room")
    func madeAt() throws {
        let made = Timestamp(milliseconds: 5)
        var facts = RoomFacts(new: try RoomName("a"))
        #expect(facts.madeAt == nil && !facts.isOther(thanMadeAt: made))
        let empty = facts
        facts.apply([try Fixture.message("x", at: 1)], madeAt: made)
        #expect(facts.madeAt == made && facts.isOther(thanMadeAt: made))
        let untold = facts.untold
        #expect(untold.isOther(thanMadeAt: Timestamp(milliseconds: 6)))
        #expect(!untold.isOther(thanMadeAt: made) && !untold.isOther(thanMadeAt: nil))
        #expect(!empty.isOther(thanMadeAt: nil))
    }

    @Test("A room is gone where the log has none, one with less in it, or another empty one")
    func isGone() throws {
        var row = try Fixture.row()
        let empty = RoomFacts(row)
        #expect(empty.isGone(where: nil) && !empty.isGone(where: row))
        row.newest = 2
        let facts = RoomFacts(row)
        #expect(!facts.isGone(where: row) && !empty.isGone(where: row))
        row.newest = 1
        #expect(facts.isGone(where: row))
        row.newest = 0
        row.createdAt = Timestamp(milliseconds: 6)
        #expect(facts.isGone(where: row) && empty.isGone(where: row))
    }
}

import ChatProtocol
import Testing

@testable import ChatServer
@testable import ChatStore

@Suite struct OldEndTests {
    private static let day: Int64 = 86_400_000
    private static let now = Timestamp(milliseconds: 100 * day)

    private func facts(_ retention: Retention, oldest: Int64, newest: Int64) throws -> RoomFacts {
        RoomFacts(try Fixture.row(oldest: oldest, newest: newest, retention: retention))
    }

    private func isDue(_ facts: RoomFacts) -> Bool? {
        OldEnd(of: facts, at: Self.now).isDue(in: facts)
    }

    @Test(
        "By number, a room is due where it has more than it keeps",
        arguments: [
            (1, 5, 5, false), (1, 6, 5, true), (2, 6, 5, false), (2, 7, 5, true),
            (1, 0, 5, false), (3, 3, 1, false), (3, 4, 1, true),
        ] as [(Int64, Int64, Int64, Bool)]
    )
    func events(_ oldest: Int64, _ newest: Int64, _ kept: Int64, _ isDue: Bool) throws {
        let facts = try facts(Retention(events: kept), oldest: oldest, newest: newest)
        #expect(self.isDue(facts) == isDue)
    }

    @Test("By time, it is due once its oldest event is; who has not looked does not know")
    func days() throws {
        var facts = try facts(Retention(days: 10), oldest: 1, newest: 9)
        #expect(isDue(facts) == nil)
        facts.note(oldestAt: Timestamp(milliseconds: 90 * Self.day), asOf: 1)
        #expect(isDue(facts) == false)
        facts.note(oldestAt: Timestamp(milliseconds: 90 * Self.day - 1), asOf: 1)
        #expect(isDue(facts) == true)
        facts.remove(before: 3, through: 2)
        #expect(facts.oldestAt == nil && isDue(facts) == nil)
        facts.note(oldestAt: Self.now, asOf: 1)
        #expect(facts.oldestAt == nil, "another event is the oldest by now")
    }

    @Test("With both bounds one that is over is enough")
    func both() throws {
        var facts = try facts(Retention(days: 10, events: 5), oldest: 1, newest: 5)
        #expect(isDue(facts) == nil)
        facts.note(oldestAt: Self.now, asOf: 1)
        #expect(isDue(facts) == false)
        let more = try self.facts(Retention(days: 10, events: 5), oldest: 1, newest: 6)
        #expect(isDue(more) == true)
    }

    @Test("The newest event stays, however old it is, and what is kept for ever is not due")
    func staying() throws {
        var alone = try facts(Retention(days: 1, events: 1), oldest: 4, newest: 4)
        alone.note(oldestAt: Timestamp(milliseconds: 0), asOf: 4)
        #expect(isDue(alone) == false)
        #expect(try isDue(facts(Retention(), oldest: 1, newest: 9)) == false)
    }
}

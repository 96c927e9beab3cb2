import ChatClient
import ChatProtocol
import Testing

@testable import ChatTerminal

@Suite("What two clients of one person keep")
struct StateJoinTests {
    private func rooms(_ names: String) throws -> [RoomName] {
        try names.split(separator: " ").map { try RoomName(String($0)) }
    }

    @Test(
        "is the rooms of both, without those that one left",
        arguments: [
            ("a b c", "a b", "a b", "a b c"), ("a b c", "a b", "a b d", "a b c d"),
            ("a", "a b", "a b d", "a d"), ("b a", "a b", "a b", "b a"), ("a b", "a b", "a", "a b"),
        ]
    )
    func rooms(_ mine: String, _ before: String, _ there: String, _ joined: String) throws {
        let found = StateJoin.rooms(try rooms(mine), try rooms(before), try rooms(there))
        #expect(found == (try rooms(joined)))
    }

    @Test("is the draft that changed last in each room, and what both sent")
    func texts() throws {
        let (a, b) = (try RoomName("a"), try RoomName("b"))
        let drafts = StateJoin.drafts([a: "mine"], [b: "sent"], [a: "old", b: "sent"])
        #expect(drafts == [a: "mine"])
        let theirs = [a: "theirs", b: "y"]
        #expect(StateJoin.drafts([a: "x"], [a: "x"], theirs) == theirs)
        let there = [a: ["1", "theirs"], b: ["z"]]
        let sent = StateJoin.histories([a: ["1", "2"]], [a: ["1"]], there)
        #expect(sent == [a: ["1", "theirs", "2"], b: ["z"]])
        let pushed = StateJoin.histories([a: ["2", "3"]], [a: ["1", "2"]], [a: ["1", "2"]])
        #expect(pushed == [a: ["1", "2", "3"]])
    }

    @Test(
        "is what either wants to be told about, without what one took away",
        arguments: [
            (["mute a"], [], ["ignore b"], ["ignore b", "mute a"]),
            ([], ["mute a"], ["mute a", "ignore b"], ["ignore b"]),
            (["mute a"], ["mute a"], ["pin x 1"], ["pin x 1"]),
            (["order b", "order a"], ["order a", "order b"], [], ["order b", "order a"]),
            (["mute c"], [], ["order a", "order b"], ["mute c", "order a", "order b"]),
            (["alias x /new it"], ["alias x /old"], ["alias x /old"], ["alias x /new it"]),
            (["alias x /a"], ["alias x /a"], ["alias x /b"], ["alias x /b"]),
            (["alias x /a"], [], ["alias x /b", "alias y /b"], ["alias y /b", "alias x /a"]),
            (["notify a all"], ["notify a none"], ["notify a calls"], ["notify a all"]),
            ([], ["notify a none"], ["notify a calls", "mute a"], ["mute a"]),
        ] as [([String], [String], [String], [String])]
    )
    func preferences(_ mine: [String], _ before: [String], _ there: [String], _ joined: [String]) {
        #expect(StateJoin.preferences(mine, before, there) == joined)
    }
}

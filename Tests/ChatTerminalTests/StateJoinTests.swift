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

    // The words of one client took the place of another's, and went when they were sent.
    @Test(
        "is what both have typed in a room, as long as they have",
        arguments: [
            ("m", nil, nil, "m"), ("m2", "m", "m", "m2"), (nil, "m", "m", nil),
            ("m", nil, "t", "m\n\nt"), ("m2", "m", "m\n\nt", "m2\n\nt"),
            ("m2", "m", "t\n\nm", "t\n\nm2"), ("m2", "m", "t\n\nm\n\nu", "t\n\nm2\n\nu"),
            (nil, "m", "m\n\nt", "t"), (nil, "m", "t\n\nm", "t"), (nil, "m", "tm", "tm"),
            (nil, "m", "t\n\nm\n\nu", "t\n\nu"), (nil, "m\n\nt", "m\n\nt", nil),
            // What both went on with is each one's, and what both have is there once.
            ("mx", "m", "my", "mx\n\nmy"), ("m", nil, "m", "m"), ("t", "m", "m\n\nt", "t"),
            ("m", "m", "t", "t"), (nil, "m", "t", "t"), (nil, "m", nil, nil),
        ] as [(String?, String?, String?, String?)]
    )
    func drafts(_ mine: String?, _ before: String?, _ there: String?, _ joined: String?) throws {
        let room = try RoomName("a")
        let of: (String?) -> [RoomName: String] = { text in text.map { [room: $0] } ?? [:] }
        #expect(StateJoin.drafts(of(mine), of(before), of(there)) == of(joined))
    }

    @Test("is for what the last one typed where both have, until both are done")
    func purposes() throws {
        let (a, b) = (try RoomName("a"), try RoomName("b"))
        #expect(StateJoin.purposes([a: "m"], [:], [a: "t", b: "u"]) == [a: "m", b: "u"])
        #expect(StateJoin.purposes([:], [a: "m"], [a: "m", b: "u"]) == [b: "u"])
        #expect(StateJoin.purposes([:], [a: "m"], [a: "t"]) == [a: "t"])
    }

    @Test("is what both sent")
    func texts() throws {
        let (a, b) = (try RoomName("a"), try RoomName("b"))
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
            (["unread a 2 9"], ["unread a 1 9"], ["unread a 1 9"], ["unread a 2 9"]),
            (["away now x"], [], ["away now", "unread a 1 9"], ["unread a 1 9", "away now x"]),
            ([], ["away now"], ["away now x"], []),
        ] as [([String], [String], [String], [String])]
    )
    func preferences(_ mine: [String], _ before: [String], _ there: [String], _ joined: [String]) {
        #expect(StateJoin.preferences(mine, before, there) == joined)
    }
}

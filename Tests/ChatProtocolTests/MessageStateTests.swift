import Testing

@testable import ChatProtocol

@Suite struct MessageStateTests {
    @Test("A message as it is now says what was done to it, and reads back the same")
    func json() throws {
        let event = try Self.message(
            MessageState(
                editedAt: Timestamp(milliseconds: 1_795_333_260_000),
                reactions: [.init(emoji: "👍", count: 2), .init(emoji: "+\"1", count: 1)]
            )
        )
        let bytes = Self.encoded(event, as: .ndjson)
        #expect(
            bytes == """
                {"type":"message","room":"a","seq":7,"at":"2026-11-22T07:40:00.000Z","user":"ann",\
                "text":"hello","editedAt":"2026-11-22T07:41:00.000Z",\
                "reactions":{"👍":2,"+\\"1":1}}

                """
        )
        var decoder = NDJSONDecoder()
        #expect(try decoder.decode(Array(bytes.utf8)) == [.durable(event)])
    }

    @Test("A deleted message is one line with nothing said, and one that tells so")
    func text() throws {
        let deleted = try Self.message(MessageState(isDeleted: true), text: "")
        #expect(Self.encoded(deleted, as: .text) == "07:40:00 ann: \n# message 7: deleted\n")
        let liked = try Self.message(
            MessageState(reactions: [.init(emoji: "\u{1b}[2J👍", count: 3)])
        )
        #expect(Self.encoded(liked, as: .text) == "07:40:00 ann: hello\n# message 7: ␛[2J👍 3\n")
    }

    @Test("Reactions that are no counts are refused, and a count of none is left out")
    func badReactions() throws {
        let head = #"{"type":"message","room":"a","seq":7,"at":"2026-11-22T07:40:00Z","#
        func event(_ reactions: String) throws -> Event? {
            let json = head + #""user":"ann","text":"x","reactions":\#(reactions)}"#
            return try Event(json: Array(json.utf8)[...])
        }
        #expect(throws: DecodingFailure.wrongField("reactions")) { try event("[]") }
        #expect(throws: DecodingFailure.wrongField("reactions.👍")) { try event(#"{"👍":"2"}"#) }
        guard case .durable(let durable) = try event(#"{"👍":0,"x":1,"x":2}"#),
            case .message(let message) = durable.content
        else {
            Issue.record("no message")
            return
        }
        #expect(message.state?.reactions == [.init(emoji: "x", count: 1)])
    }

    @Test(
        "An emoji is a short text without white space, controls or stray marks",
        arguments: [
            ("👍", true), ("👩‍👩‍👧", true), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", true), ("+1", true), ("❤️", true), (":)", true),
            (":", true), ("%", true), ("", false), (":smile:", false), ("a b", false),
            ("\u{1b}", false), ("\u{202e}x", false), ("\u{301}", false), ("👍\n", false),
            ("a\u{200b}", false), (String(repeating: "x", count: 65), false),
            (String(repeating: "x", count: 64), true),
        ]
    )
    func emoji(_ text: String, isOne: Bool) {
        #expect(((try? Emoji(text)) != nil) == isOne)
    }

    private static func message(
        _ state: MessageState,
        text: String = "hello"
    ) throws -> DurableEvent {
        DurableEvent(
            room: try RoomName("a"),
            seq: 7,
            cursor: nil,
            at: Timestamp(milliseconds: 1_795_333_200_000),
            user: try MemberName("ann"),
            content: .message(Message(text: text, state: state))
        )
    }

    private static func encoded(_ event: DurableEvent, as format: Format) -> String {
        var bytes: [UInt8] = []
        EventEncoder(format: format, namesRooms: false).append(.durable(event), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

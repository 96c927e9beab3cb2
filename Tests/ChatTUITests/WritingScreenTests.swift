import ChatProtocol
import Testing

@testable import ChatTUI

/// Pictures of whole screens; a long run of blanks or strokes is written as one with its count.
@Suite("While one writes")
struct WritingScreenTests {
    private static func answering(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.press(.control("s"), Key(.up), Key(.up), Key(.character("r")))
        model.type("so it is")
        return model
    }

    private static func changes(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.press(Key(.up))
        model.type("!\n/react tada\n")
        model.take(.refused(key: "k-1", reason: "too late"))
        return model
    }

    private static func commands(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.type("/")
        model.press(Key(.tab), Key(.tab))
        return model
    }

    private static func pasting(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.type("see")
        model.take(.paste((1...12).map { "line \($0) of the paste\n" }.joined()))
        return model
    }

    @Test(
        "an answer says whom it is for",
        arguments: [
            .wide([
                .blanks(23), .talk(0..<8),
                "answers bob: see http://one.example and https://two.example/x_(y).⏎```⏎let a = 1⏎``` · Esc: a message of its own",
                "↳ bob › so it is",
            ]),
            .usual([
                .blanks(12), .talk(0..<8),
                "answers bob: see http://one.example and https://two.example/x_(y).⏎```⏎let a = …",
                "↳ bob › so it is",
            ]),
            .narrow([.talk(1..<7), "answers bob: see http://one.example and…", "↳ bob › so it is"]),
            .tiny(["alice: ↳ alice: goo…", " an answer", "↳ bob › so it is"]),
        ] as [TalkPicture]
    )
    func answering(expected: TalkPicture) {
        #expect(expected.drawn(Self.answering) == expected.rows)
    }

    @Test(
        "changes show what became of them",
        arguments: [
            .wide([
                .blanks(22), .talk(0..<6),
                " ×20│ ×19! not changed: too late · select it, r retries", .talk(6..<8),
                " ×20│ ×19[🎉 1] …", "[general] ›",
            ]),
            .usual([
                .blanks(11), .talk(0..<6), " ×19! not changed: too late · select it, r retries",
                .talk(6..<8), " ×19[🎉 1] …", "[general] ›",
            ]),
            .narrow([
                .talk(3..<5), "      ! not changed: too late · select", "      it, r retries",
                .talk(5..<7), "      [🎉 1] …", "[general] ›",
            ]),
            .tiny([" an answer", " [🎉 1] …", "›"]),
        ] as [TalkPicture]
    )
    func changes(expected: TalkPicture) {
        #expect(expected.drawn(Self.changes) == expected.rows)
    }

    @Test(
        "commands offer themselves",
        arguments: [
            .wide([
                .blanks(24),
                "│ /join ROOM [CODE]  enter a room, made if it is not there, or by a code #general ─×38",
                "› /part [ROOM]       leave this room, or another ×25mber 2026 ─×37",
                "│ /msg NAME [TEXT]   talk with one member alone",
                "│ /room TEXT ×9go to the room with that in its name, or number     //two.example/x_(y).",
                "│ /list ×14the server's rooms", "│ /names ×13who is in this room",
                "│ /topic [TEXT]      show the topic, or change it",
                "│ /nick NAME ×9speak under another name", "command › /part",
            ]),
            .usual([
                .blanks(13),
                "│ /join ROOM [CODE]  enter a room, made if it is not there, or by a code ───────",
                "› /part [ROOM]       leave this room, or another ×25───────",
                "│ /msg NAME [TEXT]   talk with one member alone",
                "│ /room TEXT ×9go to the room with that in its name, or number",
                "│ /list ×14the server's rooms", "│ /names ×13who is in this room",
                "│ /topic [TEXT]      show the topic, or change it",
                "│ /nick NAME ×9speak under another name", "command › /part",
            ]),
            .narrow([
                "│ /join ROOM [CODE]  enter a room, made…",
                "› /part [ROOM]       leave this room, o…",
                "│ /msg NAME [TEXT]   talk with one memb…",
                "│ /room TEXT ×9go to the room wit…", "│ /list ×14the server's rooms",
                "│ /names ×13who is in this room", "│ /topic [TEXT]      show the topic, or…",
                "command › /part",
            ]),
            .tiny(["│ /join ROOM [CODE]…", "› /part [ROOM]     …", "command › /part"]),
        ] as [TalkPicture]
    )
    func commands(expected: TalkPicture) {
        #expect(expected.drawn(Self.commands) == expected.rows)
    }

    @Test(
        "a paste is asked about",
        arguments: [
            .wide([
                .blanks(21), "─×45 paste of 12 lines, 243 bytes ─×45", "│ line 1 of the paste",
                "│ line 2 of the paste", "│ line 3 of the paste", "│ line 4 of the paste",
                "│ line 5 of the paste", "│ line 6 of the paste", "│ line 7 of the paste",
                "│ line 8 of the paste", "│ 4 more",
                "Enter sends one message · c as code · e or Esc: into the line", "Enter, c, e? ›",
            ]),
            .usual([
                .blanks(10), "─×25 paste of 12 lines, 243 bytes ─×25", "│ line 1 of the paste",
                "│ line 2 of the paste", "│ line 3 of the paste", "│ line 4 of the paste",
                "│ line 5 of the paste", "│ line 6 of the paste", "│ line 7 of the paste",
                "│ line 8 of the paste", "│ 4 more",
                "Enter sends one message · c as code · e or Esc: into the line", "Enter, c, e? ›",
            ]),
            .narrow([
                "───── paste of 12 lines, 243 bytes ─────", "│ line 1 of the paste",
                "│ line 2 of the paste", "│ line 3 of the paste", "│ line 4 of the paste",
                "│ line 5 of the paste", "Enter sends, c as code, e edits", "Enter, c, e? ›",
            ]),
            .tiny([" paste of 12 lines…", "Enter sends, c as c…", "Enter, c, e? ›"]),
        ] as [TalkPicture]
    )
    func pasting(expected: TalkPicture) {
        #expect(expected.drawn(Self.pasting) == expected.rows)
    }
}

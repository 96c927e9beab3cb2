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

    @Test("an answer says whom it is for, at 120×36")
    func answeringAt120() {
        let picture = ScreenTests.squeezed(Self.answering(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×23 rows)",
                " ×20│─×38 beginning of #general ─×38",
                " ×20│─×36 Sunday, 22 November 2026 ─×37",
                " ×20│07:41        alice good morning",
                " ×20│07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×20│ ×19│ let a = 1",
                " ×20│07:43 ×9anna mine",
                " ×20│07:44        alice ↳ alice: good morning",
                " ×20│ ×19an answer",
                "answers bob: see http://one.example and https://two.example/x_(y).⏎```⏎let a = 1⏎``` · Esc: a message of its own",
                " live · anna · #general",
                "↳ bob › so it is",
            ]
        )
    }

    @Test("an answer says whom it is for, at 80×24")
    func answeringAt80() {
        let picture = ScreenTests.squeezed(Self.answering(80, 24).picture)
        #expect(
            picture == [
                " #general",
                " (×12 rows)",
                "─×28 beginning of #general ─×29",
                "─×27 Sunday, 22 November 2026 ─×27",
                "07:41        alice good morning",
                "07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×19│ let a = 1",
                "07:43 ×9anna mine",
                "07:44        alice ↳ alice: good morning",
                " ×19an answer",
                "answers bob: see http://one.example and https://two.example/x_(y).⏎```⏎let a = …",
                " live · anna · #general",
                "↳ bob › so it is",
            ]
        )
    }

    @Test("an answer says whom it is for, at 40×10")
    func answeringAt40() {
        let picture = ScreenTests.squeezed(Self.answering(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "07:42 bob: see http://one.example and",
                "      https://two.example/x_(y).",
                "      │ let a = 1",
                "07:43 anna: mine",
                "07:44 alice: ↳ alice: good morning",
                "      an answer",
                "answers bob: see http://one.example and…",
                " live · anna · #general",
                "↳ bob › so it is",
            ]
        )
    }

    @Test("an answer says whom it is for, at 20×4")
    func answeringAt20() {
        let picture = ScreenTests.squeezed(Self.answering(20, 4).picture)
        #expect(
            picture == [
                "alice: ↳ alice: goo…",
                " an answer",
                " live · anna · #gen…",
                "↳ bob › so it is",
            ]
        )
    }

    @Test("changes show what became of them, at 120×36")
    func changesAt120() {
        let picture = ScreenTests.squeezed(Self.changes(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×22 rows)",
                " ×20│─×38 beginning of #general ─×38",
                " ×20│─×36 Sunday, 22 November 2026 ─×37",
                " ×20│07:41        alice good morning",
                " ×20│07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×20│ ×19│ let a = 1",
                " ×20│07:43 ×9anna mine",
                " ×20│ ×19! not changed: too late · select it, r retries",
                " ×20│07:44        alice ↳ alice: good morning",
                " ×20│ ×19an answer",
                " ×20│ ×19[🎉 1] …",
                " live · anna · #general",
                "[general] ›",
            ]
        )
    }

    @Test("changes show what became of them, at 80×24")
    func changesAt80() {
        let picture = ScreenTests.squeezed(Self.changes(80, 24).picture)
        #expect(
            picture == [
                " #general",
                " (×11 rows)",
                "─×28 beginning of #general ─×29",
                "─×27 Sunday, 22 November 2026 ─×27",
                "07:41        alice good morning",
                "07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×19│ let a = 1",
                "07:43 ×9anna mine",
                " ×19! not changed: too late · select it, r retries",
                "07:44        alice ↳ alice: good morning",
                " ×19an answer",
                " ×19[🎉 1] …",
                " live · anna · #general",
                "[general] ›",
            ]
        )
    }

    @Test("changes show what became of them, at 40×10")
    func changesAt40() {
        let picture = ScreenTests.squeezed(Self.changes(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "      │ let a = 1",
                "07:43 anna: mine",
                "      ! not changed: too late · select",
                "      it, r retries",
                "07:44 alice: ↳ alice: good morning",
                "      an answer",
                "      [🎉 1] …",
                " live · anna · #general",
                "[general] ›",
            ]
        )
    }

    @Test("changes show what became of them, at 20×4")
    func changesAt20() {
        let picture = ScreenTests.squeezed(Self.changes(20, 4).picture)
        #expect(
            picture == [
                " an answer",
                " [🎉 1] …",
                " live · anna · #gen…",
                "›",
            ]
        )
    }

    @Test("commands offer themselves, at 120×36")
    func commandsAt120() {
        let picture = ScreenTests.squeezed(Self.commands(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×24 rows)",
                "│ /join ROOM        enter a room, made if it is not there ×11g of #general ─×38",
                "› /part [ROOM]      leave this room, or another ×22November 2026 ─×37",
                "│ /msg NAME [TEXT]  talk with one member alone",
                "│ /room TEXT        go to the room with that in its name, or number ttps://two.example/x_(y).",
                "│ /list ×13the server's rooms",
                "│ /names ×12who is in this room",
                "│ /topic [TEXT]     show the topic, or change it",
                "│ /nick NAME        speak under another name",
                " live · anna · #general",
                "command › /part",
            ]
        )
    }

    @Test("commands offer themselves, at 80×24")
    func commandsAt80() {
        let picture = ScreenTests.squeezed(Self.commands(80, 24).picture)
        #expect(
            picture == [
                " #general",
                " (×13 rows)",
                "│ /join ROOM        enter a room, made if it is not there ×11─×12",
                "› /part [ROOM]      leave this room, or another ×21─×12",
                "│ /msg NAME [TEXT]  talk with one member alone",
                "│ /room TEXT        go to the room with that in its name, or number (y).",
                "│ /list ×13the server's rooms",
                "│ /names ×12who is in this room",
                "│ /topic [TEXT]     show the topic, or change it",
                "│ /nick NAME        speak under another name",
                " live · anna · #general",
                "command › /part",
            ]
        )
    }

    @Test("commands offer themselves, at 40×10")
    func commandsAt40() {
        let picture = ScreenTests.squeezed(Self.commands(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "│ /join ROOM        enter a room, made …",
                "› /part [ROOM]      leave this room, or…",
                "│ /msg NAME [TEXT]  talk with one membe…",
                "│ /room TEXT        go to the room with…",
                "│ /list ×13the server's rooms",
                "│ /names ×12who is in this room",
                "│ /topic [TEXT]     show the topic, or …",
                " live · anna · #general",
                "command › /part",
            ]
        )
    }

    @Test("commands offer themselves, at 20×4")
    func commandsAt20() {
        let picture = ScreenTests.squeezed(Self.commands(20, 4).picture)
        #expect(
            picture == [
                "│ /join ROOM    ent…",
                "› /part [ROOM]  lea…",
                " live · anna · #gen…",
                "command › /part",
            ]
        )
    }

    @Test("a paste is asked about, at 120×36")
    func pastingAt120() {
        let picture = ScreenTests.squeezed(Self.pasting(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×21 rows)",
                "─×45 paste of 12 lines, 243 bytes ─×45",
                "│ line 1 of the paste",
                "│ line 2 of the paste",
                "│ line 3 of the paste",
                "│ line 4 of the paste",
                "│ line 5 of the paste",
                "│ line 6 of the paste",
                "│ line 7 of the paste",
                "│ line 8 of the paste",
                "│ 4 more",
                "Enter sends one message · c as code · e or Esc: into the line",
                " live · anna · #general",
                "Enter, c, e? ›",
            ]
        )
    }

    @Test("a paste is asked about, at 80×24")
    func pastingAt80() {
        let picture = ScreenTests.squeezed(Self.pasting(80, 24).picture)
        #expect(
            picture == [
                " #general",
                " (×10 rows)",
                "─×25 paste of 12 lines, 243 bytes ─×25",
                "│ line 1 of the paste",
                "│ line 2 of the paste",
                "│ line 3 of the paste",
                "│ line 4 of the paste",
                "│ line 5 of the paste",
                "│ line 6 of the paste",
                "│ line 7 of the paste",
                "│ line 8 of the paste",
                "│ 4 more",
                "Enter sends one message · c as code · e or Esc: into the line",
                " live · anna · #general",
                "Enter, c, e? ›",
            ]
        )
    }

    @Test("a paste is asked about, at 40×10")
    func pastingAt40() {
        let picture = ScreenTests.squeezed(Self.pasting(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "───── paste of 12 lines, 243 bytes ─────",
                "│ line 1 of the paste",
                "│ line 2 of the paste",
                "│ line 3 of the paste",
                "│ line 4 of the paste",
                "│ line 5 of the paste",
                "Enter sends, c as code, e edits",
                " live · anna · #general",
                "Enter, c, e? ›",
            ]
        )
    }

    @Test("a paste is asked about, at 20×4")
    func pastingAt20() {
        let picture = ScreenTests.squeezed(Self.pasting(20, 4).picture)
        #expect(
            picture == [
                " paste of 12 lines…",
                "Enter sends, c as c…",
                " live · anna · #gen…",
                "Enter, c, e? ›",
            ]
        )
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Editing as readline does")
struct ReadlineTests {
    private static let keys: [Character: Key] = [
        "T": .alt("t"), "C": .alt("c"), "U": .alt("U"), "L": .alt("L"), "B": .alt("b"),
        "F": .alt("f"), "A": .control("a"), "E": .control("e"), "_": .control("_"), ".": .alt("."),
    ]

    @Test(
        "changes words",
        arguments: [
            ("one two", "T", "two one"), ("one two", "BT", "two one"), ("one two", "AT", "one two"),
            ("a one, two b", "BBT", "a two, one b"), ("one", "T", "one"), ("", "T", ""),
            ("one two", "AC", "One two"), ("one tWO", "ACC", "One Two"),
            ("one two", "AU", "ONE two"),
            ("ONE TWO", "AL", "one TWO"), ("straße x", "AU", "STRASSE x"), ("one", "C", "one"),
            (" (one", "AC", " (One"), ("one two", "T_", "one two"), ("ab", "AU_", "ab"),
        ]
    )
    func changesWords(text: String, pressed: String, result: String) {
        var model = liveModel()
        model.type(text)
        for character in pressed {
            if let key = Self.keys[character] { model.press(key) }
        }
        #expect(model.room.editor.text == result)
    }

    @Test("leaves the cursor behind what was changed")
    func movesOn() {
        var editor = LineEditor("one two three")
        editor.move(to: 4)
        editor.transposeWords()
        #expect(editor.text == "two one three" && editor.cursor == 7)
        editor.recase(.upper)
        #expect(editor.text == "two one THREE" && editor.cursor == 13)
    }

    @Test("Alt-. inserts the last word that was sent, and again the one before")
    func yanksLastWords() {
        var model = liveModel()
        model.type("first message\n/topic here now\nthird\n")
        model.type("so ")
        model.press(.alt("."))
        #expect(model.drafts == [general: "so third"])
        model.press(.alt("."))
        #expect(model.drafts == [general: "so now"])
        model.press(.alt("."), .alt("."))
        #expect(model.drafts == [general: "so message"])
        model.press(.control("_"))
        #expect(model.drafts == [general: "so now"])
    }

    @Test("Ctrl-R looks for what was sent, older by older")
    func recalls() {
        var model = liveModel()
        model.type("make test\nmake run\nls\nmore words\n")
        model.type("draft")
        model.press(.control("r"))
        model.type("MA")
        #expect(model.picture[23] == "sent \"MA\" › make run")
        model.press(.control("r"))
        #expect(model.picture[23] == "sent \"MA\" › make test")
        model.press(.control("r"))
        #expect(model.picture[23] == "no \"MA\" › make test")
        model.press(.control("s"))
        #expect(model.picture[23] == "sent \"MA\" › make run")
        #expect(model.press(Key(.enter)) == [])
        #expect(model.drafts == [general: "make run"])
        model.press(.control("_"))
        #expect(model.drafts == [general: "draft"])
    }

    @Test("Ctrl-R is given up by Ctrl-C, and another key goes on with what was found")
    func leavesRecall() {
        var model = liveModel()
        model.type("make test\n")
        model.type("draft")
        model.press(.control("r"))
        model.type("mak")
        model.press(.control("c"))
        #expect(model.drafts == [general: "draft"])
        model.press(.control("r"))
        model.type("makx")
        model.press(Key(.backspace))
        #expect(model.picture[23] == "sent \"mak\" › make test")
        model.press(.control("a"), Key(.character("x")))
        #expect(model.drafts == [general: "xmake test"])
    }

    @Test("Ctrl-X Ctrl-E opens the editor, Ctrl-X Ctrl-U undoes, and other keys are themselves")
    func chords() {
        var model = liveModel()
        model.type("one two")
        #expect(model.press(.control("x"), .control("e")) == [.editExternally("one two")])
        model.press(.control("w"), .control("x"), .control("u"))
        #expect(model.drafts == [general: "one two"])
        model.press(.control("x"), .control("a"), Key(.character("x")))
        #expect(model.drafts == [general: "xone two"])
    }

    @Test("what was sent is known after a restart, also in rooms that are entered later")
    func restores() {
        var first = liveModel(rooms: [general, random])
        first.type("one\n")
        first.press(.control("n"))
        first.type("two\nunsent")
        #expect(first.historyRevision == 2)
        var second = liveModel()
        for (room, lines) in first.histories { second.restoreHistory(lines, in: room) }
        for (room, text) in first.drafts { second.restoreDraft(text, in: room) }
        second.press(Key(.up))
        #expect(second.room.editor.text == "one")
        #expect(second.histories == first.histories)
        second.press(.control("u"))
        #expect(second.drafts == [random: "unsent"])
        second.type("/join random\n")
        #expect(second.room.editor.text == "unsent")
        second.press(.control("u"), Key(.up))
        #expect(second.room.editor.text == "two")
        second.press(.control("u"))
        second.type("kept\n")
        second.press(.control("p"))
        second.type("/part random\n")
        #expect(second.histories[random]?.suffix(2) == ["two", "kept"])
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

/// What was sent, looked for with Ctrl-Up where the room does not matter.
@Suite("What was sent in any room")
struct SentTests {
    private static let older = Key(.up, .control)
    private static let newer = Key(.down, .control)

    @Test("comes back by Ctrl-Up, newest first, and the draft by Ctrl-Down")
    func goesThroughAll() {
        var model = liveModel(rooms: [general, random])
        model.type("one\n")
        model.press(.control("n"))
        model.type("two\n")
        model.press(.control("n"))
        model.type("three\ndraft")
        var shown: [String] = []
        for key in [Self.older, Self.older, Self.older, Self.older, Self.newer] {
            model.press(key)
            shown.append(model.room.editor.text)
        }
        #expect(shown == ["three", "two", "one", "one", "two"])
        model.press(Self.newer, Self.newer)
        #expect(model.room.editor.text == "draft")
        // Up is of the room, and edits first where the line is empty.
        model.press(Key(.up), Key(.up))
        #expect(model.room.editor.text == "one")
    }

    // Of two drafts one was lost, and the other one came back in the wrong room.
    @Test("brings each room's own draft back by Ctrl-Down, and undoing brings it too")
    func drafts() {
        var workspace = Workspace([liveModel(rooms: [general, random])])
        workspace.type("one\nfirst draft")
        workspace.press(Self.older, .control("n"))
        workspace.type("second draft")
        workspace.press(Self.older)
        #expect(workspace.model.room.editor.text == "one")
        _ = workspace.obey("/counts")
        workspace.press(Self.newer)
        #expect(workspace.model.room.editor.text == "second draft")
        workspace.press(.control("n"))
        #expect(workspace.model.room.editor.text == "one")
        workspace.press(Self.newer)
        #expect(workspace.model.room.editor.text == "first draft")
        workspace.press(Self.older)
        workspace.type("!")
        workspace.press(Self.older)
        #expect(workspace.model.room.editor.text == "one")
        workspace.press(.control("_"), .control("_"), .control("_"))
        #expect(workspace.model.room.editor.text == "first draft")
    }

    @Test("begins with that of an earlier run, the room's own first")
    func earlierRun() {
        var model = liveModel(rooms: [general, random])
        model.restoreHistory(["old here"], in: general)
        model.restoreHistory(["old there"], in: random)
        model.type("new\n")
        var shown: [String] = []
        for _ in 0..<3 {
            model.press(Self.older)
            shown.append(model.room.editor.text)
        }
        #expect(shown == ["new", "old here", "old there"])
    }

    @Test("has no command that was refused")
    func leavesOut() {
        var model = liveModel()
        model.type("/me waves\n/kick\n")
        #expect(model.room.editor.text == "/kick")
        model.press(.control("u"), Self.older)
        #expect(model.room.editor.text == "/me waves")
    }

    @Test("loses no edit that was changed, and leaves one that was not")
    func edits() {
        var model = liveModel()
        model.hear(said(1, anna, "mine"))
        model.press(Key(.up))
        #expect(model.room.writing.edit != nil)
        model.type("!")
        model.press(Self.older)
        #expect(model.room.editor.text == "mine!")
        model.press(Key(.backspace), Self.older)
        #expect(model.room.writing.edit == nil)
    }

    @Test(
        "Alt-Shift-B and Alt-Shift-N are F7 and F8",
        arguments: [("B", 7), ("N", 8)] as [(Character, Int)]
    )
    func panes(letter: Character, number: Int) {
        let action = KeyMap.standard.action(for: Key(.function(number)))
        #expect(action != nil)
        #expect(KeyMap.standard.action(for: .alt(letter)) == action)
    }
}

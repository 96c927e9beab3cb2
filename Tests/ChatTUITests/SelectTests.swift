import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Select mode")
struct SelectTests {
    private static let three = """
        see http://one.example and https://two.example/x_(y).
        ```
        let a = 1
        ```
        """

    /// Four messages, the third one's own.
    static func talk(_ columns: Int = 80, _ rows: Int = 24) -> Model {
        var model = liveModel(columns, rows)
        model.hear(
            said(1, alice, "good morning"),
            said(2, bob, three),
            said(3, anna, "mine"),
            event(4, alice, .message(Message(text: "an answer", replyTo: 1)))
        )
        return model
    }

    private static func selected(_ model: Model) -> Int64? {
        guard case .select(let selection) = model.writing.mode else { return nil }
        return selection.seq
    }

    private static func key(_ character: Character) -> Key { Key(.character(character)) }

    @Test("moves from the newest, to both ends and no further")
    func moves() {
        var model = Self.talk()
        model.press(.control("s"))
        var seen: [Int64?] = [Self.selected(model)]
        for key in "kkkkjjgGg" {
            model.press(Self.key(key))
            seen.append(Self.selected(model))
        }
        #expect(seen == [4, 3, 2, 1, 1, 2, 3, 1, 4, 1])
        model.press(Key(.down), Key(.up), Key(.up))
        #expect(Self.selected(model) == 1)
    }

    @Test("leaves everything exactly as it was", arguments: [false, true])
    func comesBack(scrolled: Bool) {
        var model = liveModel(60, 12)
        for seq in 1...60 { model.hear(said(Int64(seq), bob, "line \(seq)")) }
        if scrolled { model.press(Key(.pageUp), Key(.pageUp)) }
        model.type("draft")
        let before = model.picture
        model.press(.control("s"))
        for _ in 0..<30 { model.press(Self.key("k")) }
        #expect(model.picture != before)
        model.press(Key(.escape))
        #expect(model.picture == before)
        #expect(model.drafts == [general: "draft"])
    }

    @Test("keeps the selected message in view, whatever the size", arguments: [4, 6, 10, 24])
    func staysInView(rows: Int) {
        var model = liveModel(30, rows)
        for seq in 1...40 {
            let text = seq % 7 == 0 ? String(repeating: "long ", count: 40) : "line"
            model.hear(said(Int64(seq), bob, "\(text) \(seq)"))
        }
        model.press(.control("s"))
        for step in 0..<80 {
            model.press(Self.key(step < 40 ? "k" : "j"))
            let frame = view(model, capabilities: Capabilities())
            let pane = ScreenLayout(model).pane
            let rows = (pane.row..<pane.row + pane.height).filter { row in
                frame.row(row).contains { $0.style.reverse }
            }
            #expect(!rows.isEmpty, "step \(step)")
        }
        #expect(Self.selected(model) == 40)
    }

    @Test("loads older messages at the top")
    func loadsOlder() {
        var model = liveModel()
        model.hear(said(50, bob, "newest"))
        model.take(.history(general, [said(50, bob, "newest")], atStart: false))
        let effects = model.press(.control("s"), Self.key("k"))
        #expect(effects.contains(.loadHistory(general, before: 50)) || model.room.loading != nil)
    }

    @Test("r answers: the prompt says whom, and the answer carries its number")
    func replies() {
        var model = Self.talk()
        model.type("draft ")
        model.press(.control("s"), Self.key("k"), Self.key("k"), Self.key("r"))
        #expect(model.picture[23] == "↳ bob › draft")
        #expect(model.picture[21].hasPrefix("answers bob: see http://one.example"))
        let effects = model.type("yes\n")
        guard case .post(let message)? = effects.last else {
            Issue.record("nothing was posted: \(effects)")
            return
        }
        #expect(message.replyTo == 2 && message.text == "draft yes" && message.change == nil)
        #expect(model.picture[23] == "[general] ›")
        #expect(model.picture.contains { $0.contains("↳ bob: see http") })
    }

    @Test("Esc in an answer leaves the words and drops the answer")
    func cancelsReply() {
        var model = Self.talk()
        model.press(.control("s"), Self.key("r"))
        model.type("words")
        model.press(Key(.escape))
        #expect(model.picture[23] == "[general] › words")
        guard case .post(let message)? = model.press(Key(.enter)).last else {
            Issue.record("nothing was posted")
            return
        }
        #expect(message.replyTo == nil)
    }

    @Test("e changes one's own, and puts the draft by meanwhile")
    func edits() {
        var model = Self.talk()
        model.type("my draft")
        model.press(.control("s"), Self.key("k"), Self.key("e"))
        #expect(model.picture[23] == "edit › mine")
        #expect(model.drafts == [general: "my draft"])
        let effects = model.type("!\n")
        let change = MessageChange(target: 3, kind: .edit)
        guard case .post(let message)? = effects.last else {
            Issue.record("nothing was sent: \(effects)")
            return
        }
        #expect(message.text == "mine!" && message.change == change)
        #expect(model.picture[23] == "[general] › my draft")
        #expect(model.picture.contains { $0.hasSuffix("anna mine! (edited …)") })
        model.hear(event(5, anna, .edit(target: 3, text: "mine!")))
        #expect(model.picture.contains { $0.hasSuffix("anna mine! (edited)") })
        #expect(model.room.writing.changes.isEmpty)
    }

    @Test("Esc in a change brings the draft back, and Up has what was written")
    func cancelsEdit() {
        var model = Self.talk()
        model.type("my draft")
        model.press(.control("s"), Self.key("k"), Self.key("e"))
        model.type(" changed")
        model.press(Key(.escape))
        #expect(model.picture[23] == "[general] › my draft")
        model.press(.control("u"), .control("p"))
        #expect(model.room.history.lines == ["mine changed"])
    }

    @Test(
        "lets nobody change what is another's, or gone",
        arguments: [("e", "it is not yours"), ("d", "it is not yours")]
    )
    func refusesOthers(key: String, words: String) {
        var model = Self.talk()
        model.press(.control("s"))
        #expect(model.press(Self.key(Character(key))) == [])
        #expect(model.notice == words)
        model.hear(event(5, alice, .delete(target: 4)))
        #expect(model.press(Self.key("y")) == [])
        #expect(model.notice == "it was taken back")
    }

    @Test("d asks, and y takes one's own back", arguments: [true, false])
    func deletes(isSure: Bool) {
        var model = Self.talk()
        model.press(.control("s"), Self.key("k"), Self.key("d"))
        #expect(model.picture[23] == "delete? y/n ›")
        #expect(model.press(Self.key("x")) == [])
        let effects = model.press(Self.key(isSure ? "y" : "n"))
        #expect(model.picture.contains { $0.hasSuffix("anna (taken back …)") } == isSure)
        #expect(Self.selected(model) == 3)
        guard isSure else { return #expect(effects == []) }
        guard case .post(let message)? = effects.last else {
            Issue.record("nothing was sent: \(effects)")
            return
        }
        #expect(message.change == MessageChange(target: 3, kind: .delete))
        model.hear(event(5, anna, .delete(target: 3)))
        #expect(model.picture.contains { $0.hasSuffix("anna (taken back)") })
    }

    @Test("+ puts an emoji, and the same one again takes it back")
    func reacts() {
        var model = Self.talk()
        model.press(.control("s"), Self.key("+"))
        model.type("tad")
        #expect(model.picture[23] == "react › tad")
        #expect(model.picture.contains { $0.hasPrefix("│ 🎉") && $0.contains(":tada:") })
        let effects = model.press(Key(.enter))
        guard case .post(let put)? = effects.last else {
            Issue.record("nothing was sent: \(effects)")
            return
        }
        #expect(put.change == MessageChange(target: 4, kind: .react(emoji: "🎉", on: true)))
        #expect(model.picture.contains { $0.hasSuffix("[🎉 1] …") })
        model.hear(event(5, anna, .react(target: 4, emoji: "🎉", on: true)))
        #expect(model.picture.contains { $0.hasSuffix("[🎉 1]") })
        model.press(Self.key("+"))
        #expect(model.picture.contains { $0.hasPrefix("│ 🎉  1") })
        guard case .post(let taken)? = model.press(Key(.tab), Key(.enter)).last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(taken.change == MessageChange(target: 4, kind: .react(emoji: "🎉", on: false)))
        #expect(!model.picture.contains { $0.contains("[🎉") })
    }

    @Test("y copies the source, Y with name and time, c the code, o opens after asking which")
    func takesOut() {
        var model = Self.talk(40, 10)
        model.press(.control("s"), Self.key("k"), Self.key("k"))
        #expect(model.press(Self.key("y")) == [.copy(Self.three)])
        #expect(model.press(Self.key("Y")) == [.copy("2026-11-22 07:42 bob: " + Self.three)])
        #expect(model.press(Self.key("c")) == [.copy("let a = 1")])
        #expect(model.press(Self.key("o")) == [])
        #expect(model.picture[9] == "open which? ›")
        #expect(model.press(Self.key("2")) == [.open("https://two.example/x_(y)")])
        #expect(Self.selected(model) == 2)
        model.press(Self.key("g"))
        #expect(model.press(Self.key("o"), Self.key("c")) == [])
        #expect(model.notice == "it has no code")
    }

    @Test("t shows a message with what it answers and its answers")
    func showsThreads() {
        var model = Self.talk()
        model.press(.control("s"), Self.key("t"))
        #expect(model.picture[1] == "A thread of 2 messages")
        #expect(model.picture[2] == "07:41        alice good morning")
        #expect(model.picture[4] == "                   an answer")
        model.press(Key(.escape))
        #expect(Self.selected(model) == 4)
        model.press(Key(.enter))
        #expect(Self.selected(model) == 1)
        model.press(Key(.enter))
        #expect(model.picture[1] == "Message 1 of #general")
    }

    @Test("ignores letters without a meaning, and goes on with keys that have one elsewhere")
    func keepsLetters() {
        var model = liveModel(rooms: [general, random])
        model.hear(said(1, bob, "x"))
        model.press(.control("s"), Self.key("z"), Self.key("ä"))
        #expect(Self.selected(model) == 1)
        #expect(model.drafts.isEmpty)
        model.press(.control("n"))
        #expect(model.frontRoom == random)
        #expect(Self.selected(model) == nil)
        model.press(.control("s"))
        #expect(model.notice == "nothing was said here yet")
    }

    @Test("says of an emptied screen how what was said comes back")
    func cleared() {
        var model = liveModel()
        model.hear(said(1, bob, "x"))
        model.type("/clear\n")
        model.press(.control("s"))
        #expect(model.notice == "the screen was emptied; PageUp brings back what was said")
        model.press(Key(.pageUp), .control("s"))
        #expect(Self.selected(model) == 1)
    }

    @Test("has one meaning for each key, and a row in the help")
    func isInTheHelp() {
        let bindings = SelectKeys.standard.bindings
        let keys = bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
        #expect(Set(bindings.map(\.action)) == Set(SelectAction.allCases))
        var model = liveModel()
        model.press(Key(.function(1)))
        let rows = OverlayRows.of(model).map { $0.cells.map(\.text).joined() }
        for binding in bindings {
            let label = binding.label ?? "?"
            #expect(rows.contains { $0.contains(label) && $0.contains(binding.help) })
        }
    }

    @Test("survives that what is selected goes away")
    func survivesLoss() {
        var model = Self.talk()
        model.press(.control("s"))
        model.take(
            .event(.control(.gap(.init(room: general, from: 1, to: 4, reason: "other_log"))))
        )
        #expect(Self.selected(model) == nil)
        model.type("y")
        #expect(model.drafts == [general: "y"])
    }

    @Test("stays until one leaves it or writes, whatever was done to the message")
    func stays() {
        var model = Self.talk()
        model.press(.control("s"), .control("s"))
        #expect(Self.selected(model) == 3, "the key that began it goes on to the one above")
        for key in ["y", "Y", "c", "u", "s", "z"] as [Character] {
            model.press(Self.key(key))
            #expect(Self.selected(model) == 3, "\(key)")
        }
        model.press(Self.key("+"))
        model.type(":tada:\n")
        #expect(Self.selected(model) == 3)
        model.press(Self.key("d"), Self.key("n"))
        #expect(Self.selected(model) == 3)
        model.type("j+part")
        model.press(Key(.escape), Key(.escape))
        #expect(model.room.editor.isEmpty)
        for key in ["r", "e"] as [Character] {
            var model = Self.talk()
            model.press(.control("s"), Self.key("k"), Self.key(key))
            #expect(Self.selected(model) == nil, "\(key)")
        }
    }

    @Test("stays when what was refused is sent again, or given up")
    func staysWithRefused() {
        var model = Self.talk()
        model.type("lost\n")
        model.take(.refused(key: "k-1", reason: "no"))
        model.press(.control("s"), Self.key("r"))
        guard case .select(let selection) = model.writing.mode else {
            Issue.record("it was left")
            return
        }
        #expect(selection.item == .pending(key: "k-2"))
        model.take(.refused(key: "k-2", reason: "no"))
        model.press(Self.key("d"))
        #expect(model.room.pending.isEmpty && Self.selected(model) == 4)
    }
}

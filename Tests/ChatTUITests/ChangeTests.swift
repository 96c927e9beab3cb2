import ChatProtocol
import Testing

@testable import ChatTUI

/// Edits, deletions and reactions on their way.
@Suite("A change of a message")
struct ChangeTests {
    private static func mine() -> Model {
        var model = liveModel()
        model.hear(said(1, bob, "theirs"), said(2, anna, "mine"))
        return model
    }

    private static func row(_ model: Model, _ text: String) -> String? {
        model.picture.first { $0.contains(text) }
    }

    @Test("Up on an empty line changes one's last message; Up again goes to the history")
    func upEdits() {
        var model = Self.mine()
        model.type("/topic\n")
        model.press(Key(.up))
        #expect(model.picture[23] == "edit › mine")
        model.press(Key(.up))
        #expect(model.picture[23].hasPrefix("command › /topic"))
        model.press(Key(.down))
        #expect(model.picture[23] == "[general] ›")
        model.type("draft")
        model.press(Key(.up))
        #expect(model.picture[23].hasPrefix("command › /topic"))
        model.press(Key(.down))
        #expect(model.picture[23] == "[general] › draft")
    }

    @Test("that was begun is not lost by Up")
    func upKeepsChanges() {
        var model = Self.mine()
        model.type("/topic\n")
        model.press(Key(.up))
        model.type("!")
        model.press(Key(.up))
        #expect(model.picture[23] == "edit › mine!")
    }

    @Test("is sent with the text as it stands, also one that begins with a slash")
    func sendsSlashes() {
        var model = Self.mine()
        model.press(Key(.up), .control("u"))
        model.type("/usr/bin")
        #expect(model.picture[23] == "edit › /usr/bin")
        guard case .post(let message)? = model.press(Key(.enter)).last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(message.text == "/usr/bin")
    }

    @Test("to nothing, or to the same, is not sent", arguments: ["", "  ", "mine"])
    func refusesNothing(text: String) {
        var model = Self.mine()
        model.press(Key(.up), .control("u"))
        model.type(text)
        #expect(model.press(Key(.enter)) == [])
        #expect(model.notice != nil)
        #expect(model.picture[23].hasPrefix(text == "mine" ? "[general] ›" : "edit ›"))
    }

    @Test("that is refused is taken back, says why, and can be tried again")
    func isRefused() {
        var model = Self.mine()
        model.press(Key(.up))
        model.type("!\n")
        #expect(Self.row(model, "mine")?.hasSuffix("mine! (edited …)") == true)
        model.take(.refused(key: "k-1", reason: "too late"))
        #expect(Self.row(model, "mine")?.hasSuffix("anna mine") == true)
        #expect(Self.row(model, "! not changed: too late") != nil)
        #expect(model.room.history.lines.last == "mine!")
        let effects = model.press(.control("s"), Key(.character("r")))
        guard case .post(let again)? = effects.last else {
            Issue.record("nothing was sent: \(effects)")
            return
        }
        #expect(again.text == "mine!" && again.change?.target == 2 && again.key == "k-2")
        #expect(Self.row(model, "not changed") == nil)
        model.take(.refused(key: "k-2", reason: "too late"))
        model.press(Key(.escape), Key(.escape))
        #expect(Self.row(model, "not changed") == nil)
    }

    // A changed text was gone without a word where its message was taken back meanwhile.
    @Test("that is refused says so where its message was taken back")
    func isRefusedOfDeleted() {
        var model = Self.mine()
        model.press(Key(.up))
        model.type("!\n")
        model.hear(event(3, anna, .delete(target: 2)))
        model.take(.refused(key: "k-1", reason: "it is gone"))
        #expect(Self.row(model, "(taken back)") != nil)
        #expect(Self.row(model, "not changed")?.hasSuffix("   ! not changed: it is gone") == true)
        #expect(model.notice == "not changed in #general: it is gone: mine!")
        #expect(model.room.history.lines.last == "mine!")
        model.press(Key(.escape), Key(.escape))
        #expect(Self.row(model, "not changed") == nil)
    }

    @Test("or a message, that is refused where one does not see it is told with its words")
    func isRefusedElsewhere() {
        var model = liveModel(rooms: [general, random])
        model.hear(said(1, anna, "mine"))
        model.press(Key(.up))
        model.type("!\nhello\n")
        model.take(.refused(key: "k-1", reason: "too late"))
        #expect(model.notice == nil)
        model.press(.control("s"), Key(.up), Key(.character("r")), Key(.escape), .control("n"))
        model.take(.refused(key: "k-2", reason: "too fast"))
        #expect(model.notice == "not sent to #general: too fast: hello")
        model.take(.refused(key: "k-3", reason: "too late"))
        #expect(model.notice == "not changed in #general: too late: mine!")
        let change = MessageChange(target: 900, kind: .edit)
        model.take(
            .restored([
                OutgoingMessage(key: "o", room: random, text: "x", change: change, at: morning)
            ]),
            .refused(key: "o", reason: "it is gone")
        )
        #expect(model.notice == "not changed in #random: it is gone: x")
    }

    @Test("shows until its event comes, also when the acknowledgement comes first")
    func isAcknowledged() {
        var model = Self.mine()
        model.press(Key(.up))
        model.type("!\n")
        model.take(.posted(key: "k-1", nil))
        #expect(Self.row(model, "mine")?.hasSuffix("mine! (edited)") == true)
        model.take(.tick(Timestamp(milliseconds: morning.milliseconds + 1_000)))
        #expect(Self.row(model, "mine")?.hasSuffix("mine! (edited)") == true)
        model.hear(event(3, anna, .edit(target: 2, text: "mine!")))
        #expect(model.room.writing.changes.isEmpty)
        #expect(Self.row(model, "mine")?.hasSuffix("mine! (edited)") == true)
    }

    @Test("that changed nothing at the server shows what the log has, after a while")
    func expires() {
        var model = Self.mine()
        model.press(Key(.up))
        model.type("!\n")
        model.take(.posted(key: "k-1", nil))
        let due = morning.milliseconds + PendingChange.span
        #expect(model.wakeAt.map { $0.milliseconds <= due } == true)
        model.take(.tick(Timestamp(milliseconds: due)))
        #expect(Self.row(model, "mine")?.hasSuffix("anna mine") == true)
    }

    @Test("of an earlier run shows again, once")
    func isRestored() {
        var model = Self.mine()
        let change = MessageChange(target: 2, kind: .delete)
        let old = OutgoingMessage(key: "o", room: general, text: "", change: change, at: morning)
        model.take(.restored([old, old]))
        #expect(model.room.writing.changes.count == 1)
        #expect(Self.row(model, "(taken back …)") != nil)
    }

    @Test("is told from another member's with the same words")
    func isNotForged() {
        var model = Self.mine()
        model.press(Key(.up))
        model.type("!\n")
        model.hear(event(3, bob, .edit(target: 2, text: "mine!")))
        #expect(model.room.writing.changes.count == 1)
    }

    @Test("waits behind a bound")
    func isBounded() {
        var model = Self.mine()
        for _ in 0..<RoomWriting.changeLimit { _ = model.toggle("👍", at: 1) }
        #expect(model.toggle("👍", at: 1) == [])
        #expect(model.notice == "200 changes wait here already")
    }

    @Test("Ctrl-C gives up an answer before it clears the line, and then hints")
    func interrupts() {
        var model = Self.mine()
        model.press(.control("s"), Key(.character("r")))
        model.type("words")
        model.press(.control("c"))
        #expect(model.picture[23] == "[general] › words")
        model.press(.control("c"))
        #expect(model.picture[23] == "[general] ›")
        model.press(.control("_"))
        #expect(model.drafts == [general: "words"])
        model.press(.control("c"), .control("c"))
        #expect(model.notice == "Ctrl-D or /quit leaves")
    }

    @Test("Ctrl-D asks before it leaves something unsent")
    func asksToLeave() {
        var model = Self.mine()
        #expect(model.press(.control("d")) == [.quit])
        model.type("hello\n")
        #expect(model.press(.control("d")) == [])
        #expect(model.picture[23] == "leave? y/n ›")
        #expect(model.picture.contains("1 not sent yet, sent at the next start"))
        #expect(model.press(Key(.character("n"))) == [])
        #expect(model.press(.control("d"), Key(.character("y"))) == [.quit])
    }

    @Test("Up brings a refused message back with what it answered")
    func bringsBack() {
        var model = Self.mine()
        model.press(.control("s"), Key(.up), Key(.character("r")))
        model.type("/me waves\n")
        model.take(.refused(key: "k-1", reason: "no"))
        model.press(Key(.up))
        #expect(model.drafts == [general: "/me waves"])
        guard case .post(let again)? = model.press(Key(.enter)).last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(again.replyTo == 1 && again.kind == .action && again.text == "waves")
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A message of one's own")
struct OutgoingTests {
    private static func outgoing(_ key: String, _ text: String) -> OutgoingMessage {
        OutgoingMessage(key: key, room: general, text: text, at: morning)
    }

    private static func rows(_ model: Model) -> [String] {
        model.picture.filter { $0.contains("hello") || $0.contains("not sent") }
    }

    @Test("is posted at Enter and shows at once as pending")
    func showsAtOnce() {
        var model = liveModel()
        #expect(model.type("hello") == [.typing(general)])
        #expect(model.type("\n") == [.post(Self.outgoing("k-1", "hello"))])
        #expect(Self.rows(model) == ["  …           anna hello"])
        #expect(model.drafts.isEmpty)
    }

    @Test("turns to sent by its acknowledgement, and its event changes nothing more")
    func isAcknowledgedFirst() {
        var model = liveModel()
        model.type("hello\n")
        model.take(.posted(key: "k-1", said(1, anna, "hello", key: "k-1")))
        #expect(Self.rows(model) == ["07:41         anna hello"])
        model.hear(said(1, anna, "hello", key: "k-1"))
        #expect(Self.rows(model) == ["07:41         anna hello"])
    }

    @Test("turns to sent by its event, and the acknowledgement changes nothing more")
    func isHeardFirst() {
        var model = liveModel()
        model.type("hello\n")
        model.hear(said(1, anna, "hello", key: "k-1"))
        #expect(Self.rows(model) == ["07:41         anna hello"])
        #expect(model.take(.posted(key: "k-1", said(1, anna, "hello", key: "k-1"))) == [])
        #expect(Self.rows(model) == ["07:41         anna hello"])
    }

    @Test("turns to sent by its acknowledgement, also if the event has no key")
    func isAcknowledgedWithoutKey() {
        var model = liveModel()
        model.type("hello\n")
        model.take(.posted(key: "k-1", said(1, anna, "hello")))
        model.hear(said(1, anna, "hello"))
        #expect(Self.rows(model) == ["07:41         anna hello"])
    }

    @Test("waits for what others said before it, and then shows once in its place")
    func waitsItsTurn() {
        var model = liveModel()
        model.hear(said(1, bob, "one"))
        model.type("hello\n")
        #expect(model.take(.posted(key: "k-1", said(3, anna, "hello", key: "k-1"))) == [])
        #expect(Self.rows(model) == ["07:43         anna hello"])
        #expect(!model.picture.contains { $0.contains("missing") || $0.contains("on the way") })
        model.hear(said(2, bob, "hello from between"))
        #expect(
            Self.rows(model) == [
                "07:42          bob hello from between", "07:43         anna hello",
            ]
        )
        model.hear(said(3, anna, "hello", key: "k-1"))
        #expect(Self.rows(model).count == 2)
    }

    @Test("is shown with the reason when it is refused, and Up brings it back")
    func isRefused() {
        var model = liveModel()
        model.type("hello\n")
        model.take(.refused(key: "k-1", reason: "too\nfast"))
        #expect(
            Self.rows(model) == [
                "  !           anna hello",
                "                   not sent: too⏎fast · Up brings it back",
            ]
        )
        model.press(Key(.up))
        #expect(model.drafts == [general: "hello"])
        model.press(.control("u"), Key(.escape))
        #expect(Self.rows(model).isEmpty)
    }

    // It was gone without a word where its room had left the list.
    @Test("is told with its words when it is refused and shows nowhere")
    func isRefusedElsewhere() {
        var model = liveModel()
        var lost = OutgoingMessage(key: "o", room: random, text: "hello", at: morning)
        model.take(.refused(key: "o", reason: "you are not in it", of: lost))
        #expect(model.notice == "not sent to #random: you are not in it: hello")
        lost.text = ""
        lost.change = MessageChange(target: 10, kind: .delete)
        model.take(.refused(key: "o", reason: "message 10 is another one now", of: lost))
        #expect(model.notice == "not changed in #random: message 10 is another one now")
        model.type("here\n")
        let shown = OutgoingMessage(key: "k-1", room: general, text: "here", at: morning)
        model.take(.refused(key: "k-1", reason: "no", of: shown))
        #expect(model.notice?.contains("here") != true)
    }

    @Test("says why it waits, the same once a minute, until something goes out")
    func isHeld() {
        var model = liveModel()
        model.type("hello\n")
        let held = Held(general, code: "slow_mode", reason: "once in 120 s")
        model.take(.held(held))
        #expect(model.notice == "not sent to #general yet: once in 120 s")
        #expect(model.heldWords == model.notice)
        model.press(Key(.escape))
        model.take(.held(Held(general, code: "slow_mode", reason: "once in 119 s")))
        #expect(model.notice == nil)
        #expect(model.heldWords == "not sent to #general yet: once in 119 s")
        model.take(.held(Held(nil, code: "disk_full", reason: "no space")))
        #expect(model.notice == "not sent yet: no space")
        #expect(model.press(Key(.function(4))) == [.sendNow])
        model.take(.posted(key: "k-1", said(1, anna, "hello", key: "k-1")))
        #expect(model.heldWords == nil)
        model.take(.tick(morning.adding(milliseconds: 60_000)), .held(held))
        #expect(model.notice == "not sent to #general yet: once in 120 s")
    }

    @Test("tells when the message was said that it answers")
    func isAboutAnother() {
        var model = liveModel()
        model.hear(said(1, bob, "what?"))
        guard case .post(let answer)? = model.type("/reply that\n").last else {
            Issue.record("nothing was posted")
            return
        }
        #expect(answer.about == morning.adding(milliseconds: 60_000))
        guard case .post(let change)? = model.type("/react :tada:\n").last else {
            Issue.record("nothing was changed")
            return
        }
        #expect(change.about == morning.adding(milliseconds: 60_000))
    }

    @Test("is not taken for another member's message with the same key")
    func isNotForged() {
        var model = liveModel()
        model.type("hello\n")
        model.hear(said(1, bob, "hello", key: "k-1"))
        #expect(Self.rows(model).count == 2)
    }

    @Test("is known again after the person took another name")
    func isKnownAfterRename() {
        var model = liveModel()
        model.type("hello\n")
        #expect(model.type("/nick ann\n") == [.rename(member("ann"))])
        model.hear(said(1, anna, "hello", key: "k-1"))
        #expect(Self.rows(model).count == 1)
    }

    @Test("can be written with the server down, each once and in order")
    func waitsOffline() {
        var model = liveModel()
        model.take(.stream(.offline(reason: "refused", retryAt: morning)))
        let effects = model.type("hello 1\nhello 2\n")
        #expect(
            effects == [
                .post(Self.outgoing("k-1", "hello 1")), .post(Self.outgoing("k-2", "hello 2")),
            ]
        )
        #expect(Self.rows(model).map { $0.suffix(7) } == ["hello 1", "hello 2"])
        model.take(.stream(.live))
        model.hear(said(1, anna, "hello 1", key: "k-1"), said(2, anna, "hello 2", key: "k-2"))
        #expect(Self.rows(model) == ["07:41         anna hello 1", "07:42         anna hello 2"])
    }

    @Test("of an earlier run shows again, once")
    func isRestored() {
        var model = model()
        let old = Self.outgoing("old-1", "hello")
        #expect(model.take(.restored([old, old])) == [])
        #expect(Self.rows(model) == ["  …           anna hello"])
    }

    @Test("has keys of its own run")
    func drawsKeys() {
        var model = Model(
            name: anna,
            rooms: [general],
            server: "s",
            size: Size(columns: 80, rows: 24),
            now: Timestamp(milliseconds: 36 * 36),
            zone: .fixed(0)
        )
        guard case .post(let message)? = model.type("x\n").last else {
            Issue.record("nothing was posted")
            return
        }
        #expect(message.key == "100-1")
    }
}

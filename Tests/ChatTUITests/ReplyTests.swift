import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What a message answers")
struct ReplyTests {
    private static func answer(_ seq: Int64, to target: Int64) -> DurableEvent {
        event(seq, alice, .message(Message(text: "an answer", replyTo: target)))
    }

    /// A model that holds nothing before the 200th message, which answers the fifth.
    private static func model() -> Model {
        var model = liveModel(60, 14)
        model.take(.history(general, PeekTests.page(190...199), atStart: false))
        return model
    }

    @Test("is fetched once where it is not held, and shown")
    func isFetched() {
        var model = Self.model()
        let effects = model.hear(Self.answer(200, to: 5))
        #expect(effects.isEmpty || effects == [.loadMessage(general, seq: 5)])
        let asked = effects + model.take(.resize(Size(columns: 60, rows: 15)))
        #expect(asked.filter { $0 == .loadMessage(general, seq: 5) }.count == 1)
        #expect(model.picture.contains { $0.hasSuffix("alice: ↳ an earlier message") })
        model.take(.message(general, seq: 5, said(5, bob, "a question?")))
        #expect(model.picture.contains { $0.hasSuffix("alice: ↳ bob: a question?") })
        let state = MessageState(editedAt: nil, isDeleted: true, reactions: [])
        let gone = event(5, bob, .message(Message(text: "", state: state)))
        model.take(.message(general, seq: 5, gone))
        #expect(model.picture.contains { $0.hasSuffix("alice: ↳ bob: (deleted)") })
    }

    @Test("that is gone is asked for no more, and what did not come is with the next stream")
    func isGone() {
        var model = Self.model()
        model.hear(Self.answer(200, to: 5), Self.answer(201, to: 6))
        model.take(.resize(Size(columns: 60, rows: 15)))
        model.take(.message(general, seq: 5, nil))
        let open = Input.event(
            .control(.open(rooms: [.init(room: general, oldest: 1, newest: 201)], heartbeat: 20))
        )
        let effects = model.take(
            open,
            .event(.control(.live)),
            .resize(Size(columns: 60, rows: 16))
        )
        #expect(effects.filter { $0 == .loadMessage(general, seq: 6) }.count == 1)
        #expect(!effects.contains(.loadMessage(general, seq: 5)))
    }

    // One busy moment of the server made it one that is not there any more, for the whole run.
    @Test("that did not come is not called gone, and is asked for again with the thread alone")
    func didNotCome() {
        var model = Self.model()
        model.hear(Self.answer(200, to: 5))
        model.take(.resize(Size(columns: 60, rows: 15)))
        model.take(.messageFailed(general, seq: 5))
        #expect(model.room.originals[5] == .failed)
        let size = Size(columns: 60, rows: 16)
        #expect(!model.take(.resize(size)).contains(.loadMessage(general, seq: 5)))
        #expect(model.type("/thread\n").contains(.loadMessage(general, seq: 5)))
        model.take(.messageFailed(general, seq: 5))
        #expect(model.picture[2] == "(what it answers is not loaded)")
        // What came meanwhile stays.
        model.take(.message(general, seq: 5, said(5, bob, "a question?")))
        model.take(.messageFailed(general, seq: 5))
        #expect(model.picture[2] == "07:45 bob: a question?")
    }

    @Test("is gone to with Alt-J, and Esc comes back")
    func isGoneTo() {
        var model = liveModel(60, 14)
        model.take(.history(general, PeekTests.page(1...99), atStart: true))
        model.hear(Self.answer(100, to: 50))
        let before = model.picture
        model.press(.alt("j"))
        #expect(model.reading.spot == 50)
        #expect(model.picture.contains { $0.hasSuffix("message 50") })
        model.press(Key(.escape))
        #expect(model.picture == before)
        model.press(Key(.pageUp), Key(.pageUp))
        model.press(.alt("j"))
        #expect(model.notice == "no message on the screen answers another")
    }

    // The words of a message that was taken back stood on above the line of who answered it.
    @Test("stands above the line, and in a question, as it reads now")
    func above() {
        var model = liveModel(80, 16)
        func shows(_ text: String) -> Bool { model.picture.contains { $0.contains(text) } }
        model.hear(said(1, bob, "parent"))
        model.press(.control("s"), Key(.character("r")))
        #expect(shows("answers bob: parent · Esc"))
        model.hear(event(2, bob, .edit(target: 1, text: "other")))
        #expect(shows("answers bob: other · Esc"))
        model.hear(event(3, bob, .delete(target: 1)))
        #expect(shows("answers bob: (taken back) · Esc"))
        #expect(!shows("parent") && !shows("other"))
        model.press(Key(.escape))
        model.hear(said(4, anna, "mine"))
        model.press(.control("s"), Key(.character("d")))
        #expect(shows("take it back?") && shows("mine"))
        model.hear(event(5, anna, .delete(target: 4)))
        #expect(shows("take it back?") && !shows("mine"))
    }

    // A thread counted what it did not show, and did not know of what each answer quoted.
    @Test("stands at the head of its thread, which says that not all of it is loaded")
    func heads() {
        var model = Self.model()
        model.hear(Self.answer(200, to: 5), Self.answer(201, to: 5), Self.answer(202, to: 200))
        model.take(.message(general, seq: 5, said(5, bob, "a question?")))
        model.type("/thread\n")
        #expect(model.picture[1] == "A thread, of which 4 messages are loaded")
        #expect(model.picture[2] == "07:45 bob: a question?")
        #expect(model.picture.count { $0.hasSuffix("  an answer") } == 3)
        #expect(!model.picture.contains { $0.contains("(what it answers") })
    }

    @Test("is fetched up to the head of the thread that shows")
    func climbs() {
        var model = Self.model()
        model.hear(Self.answer(200, to: 150))
        model.type("/thread\n")
        #expect(model.picture[1] == "A thread, of which 1 message is loaded")
        #expect(model.picture[2] == "(what it answers is not loaded)")
        let above = Input.message(general, seq: 150, Self.answer(150, to: 5))
        #expect(model.take(above) == [.loadMessage(general, seq: 5)])
        #expect(model.take(above) == [])
        #expect(model.picture[1] == "A thread, of which 2 messages are loaded")
        var gone = model
        gone.take(.message(general, seq: 5, nil))
        #expect(gone.picture[2] == "(what it answers is not there any more)")
        model.take(.message(general, seq: 5, said(5, bob, "a question?")))
        #expect(model.picture[2] == "07:45 bob: a question?")
    }

    @Test("by nobody yet is told where all that was said since is loaded")
    func nobody() {
        var model = Self.model()
        model.type("/thread\n")
        #expect(model.picture[1] == "Nobody answered yet")
        let range = ControlEvent.RoomRange(room: general, oldest: 1, newest: 210)
        model.take(.event(.control(.open(rooms: [range], heartbeat: 20))))
        #expect(model.picture[1] == "A thread, of which 1 message is loaded")
    }

    @Test("is kept for a bounded number of messages")
    func isBounded() {
        var originals = Originals()
        for seq in 1...1_000 as ClosedRange<Int64> { originals[seq] = .asked }
        #expect((1...1_000).count { originals[$0] != nil } <= Originals.limit)
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What was taken back, and what ignored members say")
struct HiddenWordsTests {
    /// In a room behind bob said two things, of which one names the person.
    private static func behind() -> Model {
        var model = liveModel(rooms: [general, random])
        model.take(
            .rooms([
                RoomSummary(name: random, topic: "", newest: 2, read: 0, here: 1)
            ])
        )
        model.rooms[1].read = 2
        model.hear(
            said(3, bob, "anna: secret one", in: random),
            said(4, bob, "secret two", in: random)
        )
        return model
    }

    private static func words(_ model: Model) -> String { model.picture.joined(separator: "\n") }

    @Test("is not unread any more, nor does it call")
    func uncounted() {
        var model = Self.behind()
        #expect((model.rooms[1].unread, model.rooms[1].mentions) == (2, 1))
        model.hear(event(5, bob, .delete(target: 3), in: random))
        #expect((model.rooms[1].unread, model.rooms[1].mentions) == (1, 0))
        model.press(.alt("2"))
        #expect(Self.words(model).contains(" 1 new "))
        model.press(.alt("1"))
        model.hear(event(6, bob, .delete(target: 4), in: random))
        model.press(.alt("2"))
        #expect(!Self.words(model).contains(" new "))
    }

    @Test("is taken off the server's count, where the message is not held")
    func untold() {
        var model = liveModel(rooms: [general, random])
        model.take(
            .history(random, [], atStart: false),
            .rooms([
                RoomSummary(
                    name: random,
                    topic: "",
                    newest: 500,
                    read: 100,
                    unread: 30,
                    mentions: 2,
                    here: 1
                )
            ])
        )
        #expect((model.rooms[1].unread, model.rooms[1].mentions) == (30, 2))
        model.hear(event(501, bob, .delete(target: 200), in: random))
        #expect((model.rooms[1].unread, model.rooms[1].mentions) == (29, 2))
        // What was read, and what was taken back before the server counted, changes nothing.
        model.hear(event(502, bob, .delete(target: 50), in: random))
        model.hear(event(499, bob, .delete(target: 201), in: random))
        #expect(model.rooms[1].unread == 29)
    }

    // Who read it took it for the author's own doing.
    @Test("says who deleted it and why, in its place, in what answers it and in a pin")
    func byOther() {
        var model = liveModel(60, 16)
        model.hear(
            said(1, bob, "secret"),
            event(2, alice, .message(Message(text: "what?", replyTo: 1)))
        )
        model.type("/pin 2\n")
        model.hear(event(3, alice, .delete(target: 1, reason: "not\nhere")))
        #expect(Self.words(model).contains("07:41 bob: (deleted by alice: not⏎here)"))
        #expect(Self.words(model).contains("alice: ↳ bob: (deleted by alice: not⏎here)"))
        model.type("/pins\n")
        #expect(Self.words(model).contains("message 1, which was deleted by alice"))
        #expect(!Self.words(model).contains("secret"))
    }

    @Test("says who deleted it first, whether or not the message told before that it is gone")
    func firstDeletion() {
        let gone = Message(text: "", state: MessageState(isDeleted: true))
        let deletions = [
            event(2, alice, .delete(target: 1, reason: "spam")), event(3, bob, .delete(target: 1)),
        ]
        for order in [deletions, deletions.reversed()] {
            var changes = AppliedChanges()
            changes.apply(gone)
            #expect(changes.deletion == Deletion())
            for deletion in order { changes.apply(deletion) }
            changes.apply(gone)
            #expect(changes.deletion == Deletion(user: alice, reason: "spam"))
        }
    }

    @Test("stands in no list")
    func lists() {
        var model = Self.behind()
        model.hear(said(1, bob, "secret of general"))
        model.type("/pin\n")
        model.hear(event(2, bob, .delete(target: 1)))
        model.type("/pins\n")
        #expect(Self.words(model).contains("message 1, which was taken back"))
        #expect(!Self.words(model).contains("secret"))
        model.hear(event(5, bob, .delete(target: 3), in: random))
        model.press(Key(.escape), Key(.function(2)))
        #expect(Self.words(model).contains("secret two"))
        #expect(!Self.words(model).contains("secret one"))
        model.press(Key(.escape))
        model.type("/search secret\n")
        let hits = [said(1, bob, "secret of general"), said(4, bob, "secret two", in: random)]
        model.take(.found(1, hits, isDone: true))
        #expect(Self.words(model).contains("secret two"))
        #expect(!Self.words(model).contains("secret of general"))
    }

    @Test("is in no list, no find, no quotation, no log and no call, if one ignores who said it")
    func ignored() {
        var model = Self.behind()
        model.hear(said(1, bob, "secret of general"))
        model.hear(event(2, alice, .message(Message(text: "what?", replyTo: 1))))
        model.hear(event(3, bob, .edit(target: 900, text: "secret edit")))
        model.type("/ignore bob\n")
        model.press(Key(.escape))
        #expect(Self.words(model).contains("bob: (ignored)"))
        #expect(!Self.words(model).contains("secret"))
        model.press(Key(.function(2)))
        #expect(Self.words(model).contains("alice: what?"))
        #expect(!Self.words(model).contains("secret"))
        #expect(model.rooms[1].unread == 0)
        model.press(Key(.escape), .control("f"))
        model.type("secret")
        #expect(model.reading.find?.matches == [])
        model.press(Key(.escape), Key(.escape))
        model.type("/search secret\n")
        model.take(.found(1, [said(1, bob, "secret of general")], isDone: true))
        #expect(Self.words(model).contains("0 found"))
        model.press(Key(.escape))
        let logged = model.type("/log /tmp/x\n").compactMap { effect in
            if case .save(let text, _) = effect { text } else { nil }
        }
        #expect(logged.count == 1 && logged.allSatisfy { !$0.contains("secret") })
        let direct = said(1, bob, "secret talk", in: room("@bob"))
        #expect(model.take(.news(direct)).isEmpty && model.followed == [general, random])
        let listed = RoomSummary(name: room("@bob"), topic: "", newest: 1, read: 0, here: 1)
        model.take(.rooms([listed]))
        #expect(model.followed == [general, random])
    }

    @Test("is not said in plain mode")
    func plain() {
        var model = liveModel(rooms: [general, room("@bob")])
        model.type("/ignore bob\n")
        var voice = PlainVoice()
        _ = voice.lines(of: model)
        model.hear(
            said(1, bob, "secret"),
            event(2, bob, .react(target: 1, emoji: "👍", on: true)),
            said(3, alice, "gone"),
            event(4, alice, .delete(target: 3)),
            event(5, alice, .message(Message(text: "so", replyTo: 1))),
            event(6, alice, .message(Message(text: "and", replyTo: 3))),
            said(1, bob, "secret talk", in: room("@bob"))
        )
        let lines = voice.lines(of: model).joined(separator: "\n")
        #expect(!lines.contains("secret"))
        #expect(lines.contains("alice: (taken back)"))
        #expect(lines.contains("alice answers a message of bob: so"))
        #expect(lines.contains("alice answers a message of alice that was taken back: and"))
    }
}

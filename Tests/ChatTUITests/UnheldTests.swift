import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Unread messages that are not held")
struct UnheldTests {
    private static let question = UnheldMessages(
        after: 100,
        through: 500,
        words: ["deploy"],
        members: [bob]
    )
    private static let asks = Effect.loadUnheld(random, question)
    private static let page = (451...500 as ClosedRange<Int64>).map { seq in
        said(seq, alice, seq == 451 ? "deploy now" : "words", in: random)
    }

    private static func told(_ mentions: Int64, more: Bool = false) -> Input {
        .rooms([
            RoomSummary(
                name: random,
                topic: "",
                newest: 500,
                read: 100,
                // Where it stopped counting, there can be more.
                unread: more ? 390 : 400,
                unreadMore: more,
                mentions: mentions,
                here: 1
            )
        ])
    }

    /// Somebody who ignores bob and looks out for a word, at a start after four hundred messages.
    private static func started(
        mentions: Int64 = 0,
        more: Bool = false
    ) -> (model: Model, effects: [Effect]) {
        var model = liveModel(120, 24, rooms: [general, random])
        model.preferences.ignored = [bob]
        model.preferences.highlights = ["deploy"]
        model.rooms[1].loading = .before(nil)
        let early = model.take(told(mentions, more: more))
        let effects = early + model.take(.history(random, page, atStart: false))
        return (model, effects)
    }

    // The server knows the name alone: the call was back only once all was loaded.
    @Test("have their calls by a highlighted word counted after a start, each once")
    func highlighted() {
        let start = Self.started(mentions: 1)
        #expect(start.effects == [Self.asks])
        var model = start.model
        #expect(model.rooms[1].mentions == 2)
        let found = [
            said(120, alice, "the DEPLOY failed", in: random),
            said(130, alice, "anna: deploy?", in: random), said(451, alice, "deploy", in: random),
            said(140, alice, "deployment", in: random), said(90, alice, "deploy", in: random),
            said(150, anna, "deploy", in: random), said(501, alice, "deploy", in: random),
            event(
                160,
                alice,
                .message(Message(text: "deploy", state: MessageState(isDeleted: true))),
                in: random
            ),
        ]
        model.take(.unheld(random, Self.question, found))
        // The one by name is the server's, and 451 is held.
        #expect(model.rooms[1].unread == 400 && model.rooms[1].mentions == 3)
        #expect(model.picture.contains { $0.contains("random") && $0.contains("400 @3") })
        model.hear(event(502, alice, .delete(target: 120), in: random))
        #expect(model.rooms[1].unread == 399 && model.rooms[1].mentions == 2)
        model.type("/highlight -deploy\n")
        #expect(model.rooms[1].mentions == 1)
    }

    @Test("call by what they say since an edit, and no longer by what they said before")
    func edited() {
        var model = Self.started(mentions: 1).model
        let found = [
            said(120, alice, "the deploy failed", in: random),
            said(130, alice, "anna: deploy?", in: random),
        ]
        model.take(.unheld(random, Self.question, found))
        #expect(model.rooms[1].mentions == 3)
        model.hear(event(501, alice, .edit(target: 120, text: "all is well"), in: random))
        #expect(model.rooms[1].mentions == 2)
        model.hear(event(502, alice, .edit(target: 130, text: "nothing"), in: random))
        #expect(model.rooms[1].mentions == 1)
        model.hear(event(503, alice, .edit(target: 130, text: "anna, ANNA"), in: random))
        model.hear(event(504, alice, .edit(target: 140, text: "deploy at two"), in: random))
        #expect(model.rooms[1].mentions == 3)
        // What is read, and what the server had counted as it reads now, changes nothing.
        model.hear(event(505, alice, .edit(target: 90, text: "anna deploy"), in: random))
        model.hear(event(450, alice, .edit(target: 150, text: "anna"), in: random))
        #expect(model.rooms[1].mentions == 3 && model.rooms[1].unread == 400)
    }

    @Test("of who is ignored do not count, nor call")
    func ignored() {
        var model = Self.started(mentions: 60).model
        let spam = (101...160 as ClosedRange<Int64>).map { said($0, bob, "anna: x", in: random) }
        model.take(.unheld(random, Self.question, spam))
        #expect(model.rooms[1].unread == 340 && model.rooms[1].mentions == 1)
        model.press(.control("n"))
        model.hear(said(101, bob, "anna: x", in: random), said(161, alice, "hi", in: random))
        #expect(model.rooms[1].unread == 340)
        let rows = model.room.timeline.index(of: 161).map { Pane(model).leading($0) } ?? []
        let words = rows.map { $0.cells.map(\.text).joined() }
        #expect(words.contains { $0.contains("─ 340 new ─") }, "\(words)")
        // Where the server stopped counting, these may be older than what it counted.
        var more = Self.started(mentions: 2, more: true).model
        more.take(.unheld(random, Self.question, spam))
        #expect(more.rooms[1].unreadText == "390+ @3")
    }

    @Test("are asked for once, again where they did not come, and not where all is held")
    func asked() {
        var model = Self.started().model
        #expect(!model.take(.history(random, Self.page, atStart: false)).contains(Self.asks))
        model.take(.unheld(random, Self.question, nil))
        #expect(model.take(.history(random, Self.page, atStart: false)).contains(Self.asks))
        let more = model.type("/highlight pager\n")
        let wider = UnheldMessages(
            after: 100,
            through: 500,
            words: ["deploy", "pager"],
            members: [bob]
        )
        #expect(more.contains(.loadUnheld(random, wider)))
        // What was asked before says nothing any more.
        model.take(.unheld(random, Self.question, [said(120, alice, "deploy", in: random)]))
        #expect(model.rooms[1].mentions == 1)
        var whole = liveModel(rooms: [general, random])
        whole.preferences.highlights = ["deploy"]
        let told = RoomSummary(name: random, topic: "", newest: 500, read: 450, here: 1)
        #expect(whole.take(.history(random, Self.page, atStart: false)).isEmpty)
        #expect(!whole.take(.rooms([told])).contains { Self.isQuestion($0) })
    }

    @Test("are not asked for where nobody is ignored and nothing looked out for")
    func nothing() {
        var model = liveModel(rooms: [general, random])
        model.take(.history(random, Self.page, atStart: false))
        #expect(!model.take(Self.told(1)).contains { Self.isQuestion($0) })
    }

    private static func isQuestion(_ effect: Effect) -> Bool {
        if case .loadUnheld = effect { true } else { false }
    }
}

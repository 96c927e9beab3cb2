import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The plain voice, where events come out of their order or begin anew")
struct PlainVoiceOrderTests {
    private var model = liveModel(rooms: [general, random])
    private var voice = PlainVoice()

    init() {
        _ = voice.lines(of: model)
    }

    /// A message of bob's with a place in a log.
    private static func placed(_ seq: Int64, _ cursor: String, _ text: String) -> DurableEvent {
        DurableEvent(
            room: general,
            seq: seq,
            cursor: Cursor(cursor),
            at: morning,
            user: bob,
            content: .message(Message(text: text))
        )
    }

    @Test("what comes before the page below it is said behind it")
    func pageBehind() {
        var model = ChatTUITests.model(rooms: [general])
        var voice = PlainVoice()
        let range = ControlEvent.RoomRange(room: general, oldest: 1, newest: 3)
        model.take(
            .stream(.catchingUp),
            .event(.control(.open(rooms: [range], heartbeat: 20)))
        )
        _ = voice.lines(of: model)
        model.hear(said(3, bob, "three"))
        #expect(voice.lines(of: model) == [])
        model.take(.event(.control(.live)), .stream(.live))
        #expect(voice.lines(of: model) == ["Connected as anna."])
        model.take(.history(general, [said(1, bob, "one"), said(2, bob, "two")], atStart: true))
        #expect(
            voice.lines(of: model) == ["07:41 bob: one", "07:42 bob: two", "07:43 bob: three"]
        )
    }

    @Test("what fills a hole is said in its place")
    mutating func hole() {
        model.hear(said(1, bob, "one"))
        #expect(voice.lines(of: model) == ["07:41 bob: one"])
        model.hear(said(3, bob, "three"))
        #expect(voice.lines(of: model) == [])
        model.take(.history(general, [said(2, bob, "two")], atStart: false))
        #expect(voice.lines(of: model) == ["07:42 bob: two", "07:43 bob: three"])
    }

    @Test("a page that does not come keeps nothing back")
    mutating func failure() {
        model.hear(said(1, bob, "one"))
        _ = voice.lines(of: model)
        model.hear(said(3, bob, "three"))
        #expect(voice.lines(of: model) == [])
        model.take(.historyFailed(general, reason: "no answer"))
        #expect(voice.lines(of: model).contains("07:43 bob: three"))
    }

    @Test("a call elsewhere waits for the page before it as well")
    mutating func callElsewhere() {
        model.hear(said(1, bob, "one", in: random))
        _ = voice.lines(of: model)
        model.hear(said(3, bob, "anna, three", in: random))
        #expect(voice.lines(of: model) == [])
        model.take(.history(random, [said(2, bob, "anna, two", in: random)], atStart: false))
        let lines = voice.lines(of: model).filter { $0.contains("calls you") }
        #expect(
            lines == [
                "07:42 bob calls you in #random: anna, two",
                "07:43 bob calls you in #random: anna, three",
            ]
        )
    }

    @Test(
        "a room that was set back is spoken of from its newest",
        arguments: ["ahead", "other_log"]
    )
    mutating func setBack(reason: String) {
        model.hear(said(1, bob, "one"), said(2, bob, "two"), said(3, bob, "three"))
        _ = voice.lines(of: model)
        let gap = ControlEvent.Gap(room: general, from: 1, to: 3, reason: reason)
        model.take(.event(.control(.gap(gap))))
        #expect(voice.lines(of: model) == [])
        model.take(.history(general, [said(1, bob, "anew")], atStart: true))
        #expect(voice.lines(of: model) == ["07:41 bob: anew"])
        model.hear(said(2, bob, "and on"))
        #expect(voice.lines(of: model) == ["07:42 bob: and on"])
    }

    @Test("another log's numbers are other events")
    mutating func anotherLog() {
        model.hear(Self.placed(1, "a.7", "one"), Self.placed(2, "a.9", "two"))
        #expect(voice.lines(of: model) == ["07:40 bob: one", "07:40 bob: two"])
        model.hear(Self.placed(2, "b.3", "other"))
        #expect(voice.lines(of: model) == [])
        model.take(.history(general, [Self.placed(1, "b.1", "first")], atStart: true))
        #expect(voice.lines(of: model) == ["07:40 bob: first", "07:40 bob: other"])
    }

    @Test("positions tell what is new where a room's numbers begin again")
    func positions() {
        var said = PlainVoice.Said()
        said.note(Self.placed(3, "a.9", "three"))
        var room = Room(general)
        room.timeline.insert(Self.placed(3, "a.20", "third anew"))
        said.beginAnewIfDue(in: room)
        #expect(said.news(in: room).map(\.seq) == [3])
        room.timeline = Timeline()
        room.timeline.insert(Self.placed(1, "a.18", "first anew"))
        said.beginAnewIfDue(in: room)
        #expect(said.news(in: room).map(\.seq) == [1])
    }
}

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

    /// What bob said that is new, and what is said to be missing.
    private mutating func heard() -> [String] {
        voice.lines(of: model).filter { $0.contains("bob") || $0.hasPrefix("--") }
    }

    @Test("a page that overtakes the replay is said in its turn, also where the stream breaks")
    mutating func overtaken() {
        let range = ControlEvent.RoomRange(room: general, oldest: 1, newest: 9)
        let opened: Input = .event(.control(.open(rooms: [range], heartbeat: 20)))
        model.hear(said(1, bob, "m1"))
        #expect(heard() == ["07:41 bob: m1"])
        model.take(.stream(.catchingUp), opened)
        model.take(.history(general, [said(8, bob, "m8"), said(9, bob, "m9")], atStart: false))
        model.hear(said(2, bob, "m2"), said(3, bob, "m3"))
        model.take(.stream(.offline(reason: "gone", retryAt: nil)))
        #expect(heard() == ["07:42 bob: m2", "07:43 bob: m3"])
        model.take(.stream(.catchingUp), opened)
        for seq in Int64(4)...7 { model.hear(said(seq, bob, "m\(seq)")) }
        model.take(.event(.control(.live)), .stream(.live))
        #expect(heard() == (4...9).map { "07:4\($0) bob: m\($0)" })
    }

    @Test("a replay is said as it comes, before the oldest of it is dropped")
    mutating func longReplay() {
        model.hear(said(1, bob, "m", minutes: 0))
        #expect(heard().count == 1)
        let range = ControlEvent.RoomRange(room: general, oldest: 1, newest: 301)
        model.take(.stream(.catchingUp), .event(.control(.open(rooms: [range], heartbeat: 20))))
        var count = 0
        for seq in Int64(2)...301 {
            model.hear(said(seq, bob, "m", minutes: 0))
            if seq % 100 == 1 { count += heard().count }
        }
        #expect(count == 300)
    }

    @Test("a replay is said whole in a room that one came back to, where nothing was new")
    mutating func replayAfterReturn() {
        model.hear(said(1, bob, "m", minutes: 0))
        #expect(heard().count == 1)
        for name in ["random", "general"] {
            _ = model.submit("/join \(name)")
            #expect(heard() == [])
        }
        let range = ControlEvent.RoomRange(room: general, oldest: 1, newest: 101)
        model.take(.stream(.catchingUp), .event(.control(.open(rooms: [range], heartbeat: 20))))
        for seq in Int64(2)...101 { model.hear(said(seq, bob, "m", minutes: 0)) }
        model.take(.event(.control(.live)), .stream(.live))
        #expect(heard().count == 100)
    }

    @Test("what does not come at all is told in its place")
    mutating func missing() {
        model.hear(said(1, bob, "one"))
        _ = heard()
        model.hear(said(5, bob, "five"), said(7, bob, "seven"))
        #expect(heard() == [])
        model.take(.historyFailed(general, reason: "no answer"))
        #expect(
            heard() == [
                "-- events 2 to 4 were not here", "07:45 bob: five", "-- event 6 was not here",
                "07:47 bob: seven",
            ]
        )
    }

    @Test("a room that one comes to begins with its newest, without the calls that were said")
    mutating func come() {
        model.hear(said(1, bob, "here"))
        #expect(heard() == ["07:41 bob: here"])
        for (seq, text) in [(1, "one"), (2, "anna!"), (3, "three")] as [(Int64, String)] {
            model.hear(said(seq, bob, text, in: random))
        }
        #expect(heard() == ["07:42 bob calls you in #random: anna!"])
        _ = model.submit("/join random")
        #expect(heard() == ["07:41 bob: one", "07:43 bob: three"])
        for seq in Int64(2)...31 { model.hear(said(seq, bob, "m\(seq)", minutes: 0)) }
        #expect(heard() == [])
        _ = model.submit("/join general")
        #expect(heard() == (12...31).map { "07:40 bob: m\($0)" })
    }

    @Test("what was said already is not said again where its room is set back")
    mutating func saidOnce() {
        model.hear(said(1, bob, "one"), said(2, bob, "two"), said(3, bob, "three"))
        #expect(heard().count == 3)
        let gap = ControlEvent.Gap(room: general, from: 1, to: 3, reason: "ahead")
        model.take(.event(.control(.gap(gap))))
        #expect(heard() == [])
        model.take(.history(general, [said(1, bob, "one"), said(2, bob, "two")], atStart: true))
        #expect(heard() == [])
        model.hear(said(3, bob, "anew"))
        #expect(heard() == ["07:43 bob: anew"])
    }

    @Test("what comes before the page below it is said behind it")
    func pageBehind() {
        var model = ChatTUITests.model(rooms: [general])
        var voice = PlainVoice()
        let range = ControlEvent.RoomRange(room: general, oldest: 1, newest: 3)
        model.take(.stream(.catchingUp), .event(.control(.open(rooms: [range], heartbeat: 20))))
        _ = voice.lines(of: model)
        model.hear(said(3, bob, "three"))
        #expect(voice.lines(of: model) == [])
        model.take(.event(.control(.live)), .stream(.live))
        #expect(voice.lines(of: model) == ["Connected as anna."])
        model.take(.history(general, [said(1, bob, "one"), said(2, bob, "two")], atStart: true))
        #expect(voice.lines(of: model) == ["07:41 bob: one", "07:42 bob: two", "07:43 bob: three"])
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

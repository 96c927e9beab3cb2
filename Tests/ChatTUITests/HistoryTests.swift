import ChatProtocol
import TestTools
import Testing

@testable import ChatTUI

@Suite("History")
struct HistoryTests {
    private static func page(
        _ range: ClosedRange<Int64>,
        in name: RoomName = general
    ) -> [DurableEvent] {
        range.map { said($0, bob, "message \($0)", in: name) }
    }

    private static func open(_ newest: Int64) -> Input {
        .event(
            .control(.open(rooms: [.init(room: general, oldest: 1, newest: newest)], heartbeat: 20))
        )
    }

    /// A live model whose newest page is on its way.
    private static func opened(_ columns: Int = 80, _ rows: Int = 24, newest: Int64) -> Model {
        var model = model(columns, rows)
        model.take(open(newest), .event(.control(.live)), .stream(.live), .key(Key(.escape)))
        return model
    }

    @Test("is asked for at the start, with the stream and the rooms")
    func starts() {
        var model = model(rooms: [general, random])
        let expected: [Effect] = [
            .follow([general, random]), .loadRooms, .loadHistory(general, before: nil),
            .loadHistory(random, before: nil),
        ]
        #expect(start(&model) == expected)
    }

    @Test("is asked for again when the stream opens and it did not come")
    func triesAgain() {
        var model = model()
        _ = start(&model)
        model.take(.historyFailed(general, reason: "refused"))
        #expect(model.notice == nil)
        #expect(model.take(Self.open(9)) == [.loadRooms, .loadHistory(general, before: nil)])
        // One page at a time.
        #expect(model.take(Self.open(9)) == [])
    }

    @Test("is asked for when the stream opens and newer events are not held")
    func catchesUp() {
        var model = liveModel()
        model.hear(said(1, bob, "one"))
        #expect(model.take(Self.open(1)) == [])
        #expect(model.take(Self.open(500)) == [.loadHistory(general, before: nil)])
        model.take(.history(general, Self.page(451...500), atStart: false))
        #expect(model.picture.filter { $0.contains("missing") }.isEmpty)
        // The replay fills the hole by itself; only what is still missing afterwards is loaded.
        for event in Self.page(2...440) { #expect(model.hear(event) == []) }
        #expect(model.take(.event(.control(.live))) == [.loadHistory(general, before: 451)])
        model.take(.history(general, Self.page(401...450), atStart: false))
        #expect(model.room.timeline.newestHole == nil)
        #expect(model.room.timeline.events.count == 500)
    }

    @Test("is not asked for while the replay may still bring it")
    func waitsForTheReplay() {
        var model = liveModel()
        model.hear(said(1, bob, "one"))
        model.take(Self.open(9), .historyFailed(general, reason: "busy"))
        #expect(model.hear(said(8, bob, "eight"), said(9, bob, "nine")) == [])
        #expect(model.take(.event(.control(.live))) == [.loadHistory(general, before: 8)])
    }

    @Test("fills a hole in a live stream, and a row tells of it meanwhile")
    func fillsHoles() {
        var model = liveModel()
        #expect(model.hear(said(1, bob, "one")) == [])
        #expect(model.hear(said(5, bob, "five")) == [.loadHistory(general, before: 5)])
        #expect(model.picture.contains { $0.contains("─ 3 events are on the way ─") })
        #expect(model.hear(said(9, bob, "nine")) == [])
        let next = model.take(.history(general, Self.page(2...4), atStart: false))
        #expect(next == [.loadHistory(general, before: 9)])
        #expect(model.take(.history(general, Self.page(6...8), atStart: false)) == [])
        #expect(model.room.timeline.events.map(\.seq) == Array(1...9))
        #expect(!model.picture.contains { $0.contains("on the way") || $0.contains("missing") })
    }

    @Test("is asked for at the top, once at a time, and the place is kept")
    func loadsAtTheTop() {
        var model = Self.opened(80, 12, newest: 150)
        model.take(.history(general, Self.page(101...150), atStart: false))
        var effects: [Effect] = []
        for _ in 0..<20 { effects += model.press(Key(.pageUp)) }
        #expect(effects == [.loadHistory(general, before: 101)])
        let before = model.picture.first { $0.contains("message 1") }
        model.take(.history(general, Self.page(51...100), atStart: false))
        #expect(before != nil && model.picture.contains { $0 == before })
        #expect(model.picture.contains { $0.contains("scrolled up · Esc") })
    }

    @Test("ends with a row that says so, and no more is asked for")
    func endsAtTheStart() {
        var model = liveModel(80, 12)
        model.take(.history(general, Self.page(1...30), atStart: true))
        var effects: [Effect] = []
        for _ in 0..<10 { effects += model.press(Key(.pageUp)) }
        #expect(effects == [])
        #expect(model.picture[1].contains("─ beginning of #general ─"))
        #expect(model.picture[3].hasSuffix("message 1"))
    }

    @Test("that tells nothing new is not asked for again by itself")
    func doesNotLoop() {
        var model = Self.opened(newest: 12)
        #expect(
            model.take(.history(general, Self.page(11...12), atStart: false))
                == [.loadHistory(general, before: 11)]
        )
        #expect(model.take(.history(general, [], atStart: false)) == [])
        #expect(model.picture.contains { $0.contains("older messages did not come") })
        #expect(model.press(Key(.pageUp)) == [.loadHistory(general, before: 11)])
        #expect(model.take(.history(general, Self.page(11...12), atStart: false)) == [])
    }

    @Test("keeps events that came while it was on its way, each once")
    func mergesWithTheStream() {
        var model = model()
        _ = start(&model)
        model.take(.event(.control(.live)), .stream(.live))
        model.hear(said(9, bob, "message 9"), said(10, bob, "message 10"))
        model.take(.history(general, Self.page(1...9), atStart: true))
        #expect(model.room.timeline.events.map(\.seq) == Array(1...10))
    }

    @Test("of another log replaces what was held")
    func beginsAnew() {
        var model = liveModel()
        model.hear(said(1, bob, "old"), said(2, bob, "old"))
        let gap = ControlEvent.Gap(room: general, from: 1, to: 2, reason: "other_log")
        let anew: [Effect] = [.loadHistory(general, before: nil), .loadRooms]
        #expect(model.take(.event(.control(.gap(gap)))) == anew)
        #expect(model.room.timeline.events.isEmpty)
        let one = Cursor(log: LogName("one") ?? model.room.anyLog, position: 1)
        let two = Cursor(log: LogName("two") ?? model.room.anyLog, position: 1)
        model.take(.history(general, Self.page(1...3), atStart: true))
        model.take(.event(.control(.ping(at: morning, cursor: one))))
        #expect(model.room.timeline.events.count == 3)
        let effects = model.take(.event(.control(.ping(at: morning, cursor: two))))
        #expect(effects == anew)
        #expect(model.room.timeline.events.isEmpty)
    }

    // What a room kept no longer was taken for another log, and all was loaded anew.
    @Test(
        "that the server lost is told, and not asked for",
        arguments: ["removed", "retention"]
    )
    func tellsOfLoss(reason: String) {
        var model = liveModel()
        model.hear(said(9, bob, "nine"))
        let gap = ControlEvent.Gap(room: general, from: 1, to: 6, reason: reason)
        #expect(model.take(.event(.control(.gap(gap)))) == [])
        #expect(model.room.timeline.events.map(\.seq) == [9])
        model = liveModel()
        model.take(.event(.control(.gap(gap))))
        model.hear(said(7, bob, "seven"))
        #expect(model.picture.contains { $0.contains("events 1–6 are gone from the server") })
        let odd = ControlEvent.Gap(room: general, from: .max, to: .min, reason: "removed")
        #expect(model.take(.event(.control(.gap(odd)))) == [])
    }

    @Test("shows no text that was taken back or changed where the change lies in a gap")
    func gapsTellNothingOld() {
        var model = liveModel(60, 16)
        model.hear(said(90, bob, "newest"))
        model.take(.history(general, [said(90, bob, "newest")], atStart: false))
        let edited = Timestamp(milliseconds: morning.milliseconds + 50 * 60_000)
        let gone = Message(text: "", state: MessageState(isDeleted: true))
        let changed = Message(text: "as it is", state: MessageState(editedAt: edited))
        model.take(
            .history(
                general,
                [event(8, bob, .message(gone)), event(9, bob, .message(changed))],
                atStart: true
            )
        )
        #expect(model.room.currentMessage(of: 8, for: anna).isDeleted)
        #expect(model.room.currentMessage(of: 9, for: anna).text == "as it is")
        // A change that the text has in it already comes late, and one behind it counts.
        model.take(
            .history(
                general,
                [event(40, bob, .edit(target: 9, text: "half way"), minutes: 40)],
                atStart: false
            )
        )
        #expect(model.room.currentMessage(of: 9, for: anna).text == "as it is")
        model.hear(event(91, bob, .edit(target: 9, text: "once more"), minutes: 91))
        #expect(model.room.currentMessage(of: 9, for: anna).text == "once more")
    }
}

extension Room {
    /// A log's name for a test that could not make its own.
    fileprivate var anyLog: LogName {
        var generator = SeededGenerator(seed: 1)
        return LogName(drawnFrom: &generator)
    }
}

@Suite("A hole in what is held")
struct HoleTests {
    private static func model() -> Model {
        var model = liveModel(60, 12)
        let old = (1...40 as ClosedRange<Int64>).map { said($0, bob, "old \($0)") }
        let new = (101...140 as ClosedRange<Int64>).map { said($0, bob, "new \($0)") }
        model.rooms[0].loading = .before(nil)
        model.take(.history(general, new, atStart: false))
        model.rooms[0].loading = .around(20)
        model.take(.history(general, old, atStart: true))
        return model
    }

    // Seen as client F1: a page that did not come left a hole that one scrolled over.
    @Test("is never run over, also where its page does not come, and is asked for again")
    func neverRunOver() {
        var model = Self.model()
        _ = model.jump(to: 20)
        var loads = 0
        for _ in 0..<20 {
            let effects = model.press(Key(.pageDown))
            for effect in effects {
                guard case .loadAfter(general, seq: 40) = effect else { continue }
                loads += 1
                model.take(.historyFailed(general, reason: "gone"))
            }
        }
        #expect(loads > 1)
        #expect(!model.picture.contains { $0.contains("new 102") })
        #expect(model.picture.contains { $0.contains("60 events are missing") })
        // What comes at last closes it, and one reads on.
        let page = (41...100 as ClosedRange<Int64>).map { said($0, bob, "mid \($0)") }
        model.press(Key(.pageDown))
        model.take(.history(general, page, atStart: false))
        model.press(Key(.pageDown))
        #expect(model.picture.contains { $0.contains("mid 41") || $0.contains("mid 45") })
    }

    @Test("that the server has nothing for is none")
    func nothingThere() {
        var model = Self.model()
        _ = model.jump(to: 20)
        while !model.press(Key(.pageDown)).contains(.loadAfter(general, seq: 40)) {}
        model.take(.history(general, [], atStart: false))
        #expect(!model.picture.contains { $0.contains("missing") })
    }
}

@Suite("Rooms of an earlier run")
struct KeptRoomsTests {
    @Test("come behind those that are named now, each once")
    func restored() {
        var model = ChatTUITests.model(rooms: [general, room("dev")])
        model.restore(rooms: [random, general, random])
        #expect(model.followed == [general, room("dev"), random])
        var full = ChatTUITests.model()
        full.restore(rooms: (0..<1_000).map { room("r\($0)") })
        #expect(full.followed.count == Limits.streamRooms)
    }
}

@Suite("Names in the room list at 80 columns")
struct ListWidthTests {
    @Test("are whole where there is room for them, with their counts")
    func whole() {
        var model = liveModel(80, 12, rooms: [general, room("announcements")])
        #expect(model.picture[2].hasPrefix(" 2 announcements│"))
        for seq in 1...15 as ClosedRange<Int64> {
            model.hear(said(seq, bob, "x", in: room("announcements")))
        }
        #expect(model.picture[2].hasPrefix(" 2 announcements  15│"))
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

/// A message with its position in the log.
private func placed(
    _ seq: Int64,
    at position: Int64,
    _ text: String = "words",
    in name: RoomName = random,
    by user: MemberName = bob
) -> DurableEvent {
    var event = said(seq, user, text, in: name)
    event.cursor = Cursor("one.\(position)")
    return event
}

@Suite("A room that was made anew under its name")
struct AnewTests {
    private static let loads: [Effect] = [.loadHistory(random, before: nil), .loadRooms]

    /// Two rooms, the second with messages whose positions are their numbers.
    private static func model(_ seqs: ClosedRange<Int64>, in name: RoomName = random) -> Model {
        var model = liveModel(rooms: [general, random])
        for seq in seqs { model.hear(placed(seq, at: seq, in: name, by: anna)) }
        return model
    }

    @Test(
        "shows by its first event, whether its number is held or not",
        arguments: [1, 7, 45] as [Int64]
    )
    func event(seq: Int64) {
        var model = Self.model(40...50)
        if seq == 1 { model.hear(placed(1, at: 1)) }
        #expect(model.hear(placed(seq, at: 60, "anna, it is new")).starts(with: Self.loads))
        #expect(model.rooms[1].timeline.events.map(\.seq) == [seq])
        #expect(model.rooms[1].newest == seq)
        #expect(model.rooms[1].unread == 1 && model.rooms[1].mentions == 1)
        model.hear(placed(seq + 1, at: 61))
        #expect(model.rooms[1].timeline.events.map(\.seq) == [seq, seq + 1])
        #expect(model.rooms[1].unread == 2)
    }

    @Test("shows by a page, and the next one is its own")
    func page() {
        var model = Self.model(1...5)
        let page: Input = .history(random, [placed(1, at: 11), placed(2, at: 12)], atStart: true)
        #expect(model.take(page) == Self.loads)
        #expect(model.rooms[1].timeline.events.isEmpty)
        model.take(page)
        #expect(model.rooms[1].timeline.events.map(\.cursor?.position) == [11, 12])
        #expect(model.rooms[1].unread == 2)
    }

    @Test("takes nothing more of the one before")
    func earlier() {
        var model = Self.model(1...5)
        model.hear(placed(1, at: 60))
        let old = (1...5 as ClosedRange<Int64>).map { placed($0, at: $0) }
        #expect(model.take(.history(random, old, atStart: true)) == [])
        model.hear(placed(4, at: 4))
        #expect(model.rooms[1].timeline.events.map(\.cursor?.position) == [60])
    }

    @Test(
        "takes no page that was asked for before, whatever log it is of",
        arguments: ["ahead", "other_log"]
    )
    func stale(reason: String) {
        var model = Self.model(5...6)
        #expect(model.hear(placed(9, at: 9)) == [.loadHistory(random, before: 9)])
        let gap = ControlEvent.Gap(room: random, from: 1, to: 9, reason: reason)
        #expect(model.take(.event(.control(.gap(gap)))) == Self.loads)
        model.take(.history(random, [placed(7, at: 7), placed(8, at: 8)], atStart: false))
        #expect(model.rooms[1].timeline.events.isEmpty && model.rooms[1].loading != nil)
        model.take(.history(random, [placed(1, at: 3), placed(2, at: 4)], atStart: true))
        #expect(model.rooms[1].timeline.events.map(\.seq) == [1, 2])
        #expect(model.rooms[1].loading == nil)
        model.hear(placed(5, at: 15))
        model.take(.event(.control(.gap(gap))), .historyFailed(random, reason: "late"))
        #expect(model.rooms[1].loading != nil && !model.rooms[1].hasFailedToLoad)
    }

    @Test("is not made of what is told twice, of what has no cursor, or of a page of other numbers")
    func same() {
        var model = Self.model(10...15)
        model.hear(placed(12, at: 12), said(13, bob, "without", in: random))
        #expect(model.rooms[1].timeline.events.map(\.seq) == Array(10...15))
        let page = (5...11 as ClosedRange<Int64>).map { placed($0, at: $0) }
        model.rooms[1].loading = .before(12)
        model.take(.history(random, page, atStart: false))
        #expect(model.rooms[1].timeline.events.map(\.seq) == Array(5...15))
    }

    @Test("has what one says first in it")
    func posted() {
        var model = Self.model(1...5, in: general)
        model.type("hello\n")
        let own = placed(1, at: 60, "hello", in: general, by: anna)
        model.take(.posted(key: "k-1", own))
        #expect(model.room.timeline.events == [own])
        #expect(model.room.pending.isEmpty)
    }

    @Test("is asked nothing that was asked about a message of the one before, and is read anew")
    func question() {
        var model = Self.model(1...3, in: general)
        model.wait()
        model.press(.control("s"), Key(.character("d")))
        model.hear(placed(1, at: 60, in: general), placed(3, at: 62, in: general, by: anna))
        let effects = model.press(Key(.character("y")))
        #expect(!effects.contains { if case .post = $0 { true } else { false } })
        #expect(model.drafts == [general: "y"])
        #expect(model.room.scroll == .newest)
        #expect(model.room.read == 0)
        #expect(model.wait().contains(.markRead(general, seq: 1)))
    }
}

@Suite("Who reads is another one")
struct ReaderTests {
    private static func list(_ read: Int64, unread: Int64 = 0, mentions: Int64 = 0) -> Input {
        .rooms([
            RoomSummary(name: general, topic: "", newest: 3, read: 3, here: 1),
            RoomSummary(
                name: random,
                topic: "",
                newest: 15,
                read: read,
                unread: unread,
                mentions: mentions,
                here: 1
            ),
        ])
    }

    @Test("Who signs in has the counts that the server tells of them, and reads on from there")
    func signsIn() {
        var model = liveModel(120, 24, rooms: [general, random])
        model.take(Self.list(15))
        #expect(model.rooms[1].unread == 0)
        #expect(model.take(.signedIn(SignedInAccount(name: anna))) == [.loadRooms])
        #expect(model.rooms.allSatisfy { $0.read == nil })
        model.take(Self.list(10, unread: 5, mentions: 1))
        #expect(model.rooms[1].unread == 5 && model.rooms[1].mentions == 1)
        #expect(model.rooms[1].marked.seq == 10)
        model.press(.control("n"))
        #expect(model.room.unreadLine == 10)
    }

    @Test("What was asked for by another one who was signed in is nobody's")
    func asker() {
        var model = liveModel(rooms: [general, random])
        let rooms = [RoomSummary(name: random, topic: "", newest: 15, read: 10, here: 1)]
        model.take(.signedIn(SignedInAccount(name: bob)), .isOperator(anna, true))
        #expect(model.signedIn == SignedInAccount(name: bob))
        model.take(.isOperator(bob, true))
        #expect(model.signedIn == SignedInAccount(name: bob, isOperator: true))
        model.take(.signedIn(nil), .rooms(rooms, by: Asker(signedIn: bob)))
        model.take(.isOperator(bob, true))
        #expect(model.signedIn == nil && model.directory.isEmpty)
        #expect(model.rooms[1].read == nil && !model.rooms[1].isReadTold)
        model.take(.rooms(rooms, by: Asker(signedIn: nil)))
        #expect(model.rooms[1].read == 10)
        model.take(.signedIn(SignedInAccount(name: bob)), .rooms(rooms, by: Asker(signedIn: nil)))
        #expect(model.rooms[1].read == nil)
    }

    @Test("What stood on the screen before is not read by who signs in")
    func watch() {
        var model = liveModel()
        model.hear(said(1, bob, "one"))
        model.wait(999)
        model.take(.signedIn(SignedInAccount(name: anna)))
        #expect(model.wait(500) == [])
        #expect(model.room.read == nil)
    }

    @Test("Another log's counts are asked for, and taken")
    func anotherLog() throws {
        let one = try #require(Cursor("one.1"))
        let two = try #require(Cursor("two.1"))
        var model = liveModel(rooms: [general, random])
        model.take(Self.list(15), .event(.control(.ping(at: morning, cursor: one))))
        let effects = model.take(.event(.control(.ping(at: morning, cursor: two))))
        #expect(effects.filter { $0 == .loadRooms }.count == 1)
        model.take(Self.list(10, unread: 5, mentions: 1))
        #expect(model.rooms[1].unread == 5 && model.rooms[1].mentions == 1)
    }

    @Test("While a stream catches up the counts of other logs are asked for once, at its end")
    func catchingUp() {
        var model = liveModel(rooms: [general, random])
        model.take(.event(.control(.open(rooms: [], heartbeat: 20))))
        for name in [general, random] {
            let gap = ControlEvent.Gap(room: name, from: 1, to: 2, reason: "other_log")
            #expect(!model.take(.event(.control(.gap(gap)))).contains(.loadRooms))
        }
        let effects = model.take(.event(.control(.live)))
        #expect(effects.filter { $0 == .loadRooms }.count == 1)
        #expect(!model.take(.event(.control(.live))).contains(.loadRooms))
    }
}

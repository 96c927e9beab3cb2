import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What is unread")
struct UnreadTests {
    private static func summary(_ name: RoomName, newest: Int64, read: Int64) -> RoomSummary {
        RoomSummary(name: name, topic: "", newest: newest, read: read, here: 1)
    }

    @Test("Of a room that nobody had written to it is asked who is here, once somebody has")
    func here() {
        var model = liveModel()
        model.take(.rooms([]))
        #expect(model.hear(said(1, bob, "first")).contains(.refreshMembers(general)))
        #expect(!model.hear(said(2, bob, "second")).contains(.refreshMembers(general)))
        var known = liveModel()
        known.take(.rooms([RoomSummary(name: general, topic: "", newest: 0, read: 0, here: 3)]))
        #expect(!known.hear(said(1, bob, "first")).contains(.refreshMembers(general)))
    }

    @Test("says that more is unread than the server counts, in the list, the line and in words")
    func more() {
        var model = liveModel(rooms: [random, general])
        model.take(
            .rooms([
                RoomSummary(
                    name: general,
                    topic: "",
                    newest: 5_000,
                    read: 100,
                    unread: 1_000,
                    unreadMore: true,
                    mentions: 3,
                    here: 1
                )
            ])
        )
        #expect(model.rooms[1].unreadText == "999+ @3")
        var voice = PlainVoice()
        #expect(voice.lines(of: model).contains("1000+ unread in #general."))
        _ = model.show(1)
        model.hear(said(5_000, bob, "the newest", minutes: 1))
        #expect(model.picture.contains { $0.contains(" 1000+ new ") })
        // What is counted further down is exact.
        #expect(model.rooms[1].told?.left(after: 4_500).isMore == false)
        #expect(model.rooms[1].told?.left(after: 101).isMore == true)
    }

    @Test("says that there is more where one goes back behind what is loaded and was counted")
    func back() {
        var model = liveModel()
        model.take(.rooms([Self.summary(general, newest: 5_000, read: 5_000)]))
        let page = (4_751...5_000 as ClosedRange<Int64>).map { said($0, bob, "m\($0)") }
        model.take(.history(general, page, atStart: false))
        _ = model.markUnread(from: 4_100)
        #expect(model.room.unreadText == "250+")
        _ = model.markUnread(from: 4_900)
        #expect(model.room.unreadText == "101")
    }

    @Test("is what one called so at the next start too, until one comes back or has read on")
    func calledUnread() {
        let page = (41...60 as ClosedRange<Int64>).map { said($0, bob, "words", in: random) }
        let told: Input = .rooms([Self.summary(random, newest: 60, read: 60)])
        var model = liveModel(rooms: [general, random])
        model.take(told, .history(random, page, atStart: false))
        model.press(.control("n"))
        _ = model.markUnread(from: 58)
        model.press(.control("p"))
        let kept = model.keptPreferences.lines
        #expect(kept.contains("unread random 58 60"))
        func started(with told: Input) -> Model {
            var next = liveModel(rooms: [general, random])
            next.restore(preferences: Preferences(lines: kept))
            next.take(told, .history(random, page, atStart: false))
            return next
        }
        var next = started(with: told)
        #expect(next.rooms[1].unread == 3 && next.keptPreferences.lines == kept)
        next.press(.control("n"))
        #expect(next.room.unreadLine == 57 && next.keptPreferences.unread.isEmpty)
        // One that stands at the front where nobody looks waits for who does.
        var behind = liveModel(rooms: [random])
        behind.take(.focus(false))
        behind.restore(preferences: Preferences(lines: kept))
        behind.take(told, .history(random, page, atStart: false))
        #expect(behind.rooms[0].isKeptUnread && behind.rooms[0].unread == 3)
        behind.take(.focus(true))
        #expect(behind.room.unreadLine == 57 && !behind.room.isKeptUnread)
        // Another client read on, or the room is another one.
        for (newest, read) in [(62, 62), (9, 9)] as [(Int64, Int64)] {
            let other = started(with: .rooms([Self.summary(random, newest: newest, read: read)]))
            #expect(other.keptPreferences.unread.isEmpty && !other.rooms[1].isKeptUnread)
        }
        var later = liveModel()
        later.restore(preferences: Preferences(lines: kept))
        #expect(later.keptPreferences.lines == kept)
        later.take(told)
        _ = later.list(random)
        #expect(later.rooms[1].isKeptUnread && later.rooms[1].read == 57)
    }

    @Test("is counted for the rooms that do not show, with mentions apart")
    func counts() {
        var model = liveModel(rooms: [general, random])
        #expect(model.hear(said(1, bob, "hi", in: random)) == [])
        #expect(model.hear(said(2, bob, "hi Anna!", in: random)).contains(.bell))
        #expect(model.hear(said(3, bob, "annabel is no one", in: random)) == [])
        #expect(model.rooms[1].unread == 3)
        #expect(model.picture.contains { $0.hasPrefix(" 2 random @1│") })
        #expect(model.picture.contains { $0.contains("· random 3 @1") })
        #expect(view(model, capabilities: Capabilities()).title == "(3) #general - burble")
        #expect(model.press(.control("n")) == [])
        #expect(model.wait(999) == [])
        #expect(model.wait(1) == [.markRead(random, seq: 3)])
        #expect(model.rooms[1].unread == 0 && model.rooms[1].mentions == 0)
    }

    @Test("is what the server says, and a newcomer begins with nothing unread")
    func isTheServersWord() {
        var model = liveModel(rooms: [general, random])
        model.take(
            .rooms([
                Self.summary(general, newest: 0, read: 0),
                Self.summary(random, newest: 40, read: 35),
            ])
        )
        #expect(model.rooms[1].unread == 5)
        var other = liveModel(rooms: [general, random])
        other.take(.rooms([Self.summary(random, newest: 20_000, read: 0)]))
        #expect(other.rooms[1].unread == 0)
    }

    @Test("counts the mentions of a page of history")
    func countsMentionsOfHistory() {
        var model = liveModel(rooms: [general, random])
        model.take(.rooms([Self.summary(random, newest: 4, read: 2)]))
        let texts = ["anna", "anna", "anna, here", "no one"]
        let page = zip(1...4 as ClosedRange<Int64>, texts).map { said($0, bob, $1, in: random) }
        #expect(model.take(.history(random, page, atStart: true)) == [])
        #expect(model.rooms[1].unreadText == "2 @1")
    }

    @Test("has a line above its first event, which stays until one leaves")
    func hasALine() {
        var model = liveModel(rooms: [general, random])
        model.take(.rooms([Self.summary(random, newest: 3, read: 1)]))
        model.take(
            .history(random, (1...3).map { said($0, bob, "m\($0)", in: random) }, atStart: true)
        )
        model.press(.control("n"))
        func place() -> Int? { model.picture.firstIndex { $0.contains("─ 2 new ─") } }
        #expect(place().map { model.picture[$0 + 1].hasSuffix("m2") } == true)
        model.hear(said(4, bob, "m4", in: random))
        #expect(model.picture.contains { $0.contains("─ 3 new ─") })
        model.wait()
        model.wait()
        #expect(model.picture.contains { $0.contains("─ 3 new ─") })
        model.press(.control("n"), .control("p"))
        #expect(!model.picture.contains { $0.contains(" new ─") })
    }

    @Test("begins where one looked away")
    func beginsWithoutFocus() {
        var model = liveModel()
        #expect(model.hear(said(1, bob, "one")) == [])
        #expect(model.wait() == [.markRead(general, seq: 1)])
        #expect(model.take(.focus(false)) == [])
        #expect(model.hear(said(2, bob, "two"), said(3, bob, "three")) == [])
        #expect(model.picture.contains { $0.contains("─ 2 new ─") })
        #expect(model.wait(9_000) == [] && model.take(.focus(true)) == [])
        #expect(model.wait() == [.markRead(general, seq: 3)])
        #expect(model.picture.contains { $0.contains("─ 2 new ─") })
        model.take(.focus(false))
        model.hear(said(4, bob, "four"))
        #expect(model.picture.contains { $0.contains("─ 1 new ─") })
    }

    @Test("becomes read only at the newest, and not while something covers it")
    func isReadAtTheNewest() {
        var model = liveModel(80, 12)
        model.take(.history(general, (1...40).map { said($0, bob, "m\($0)") }, atStart: true))
        model.press(Key(.pageUp))
        #expect(model.hear(said(41, bob, "m41")) == [])
        #expect(model.picture.contains { $0.contains("1 new below · Esc") })
        #expect(model.wait(2_000) == [])
        #expect(model.press(Key(.escape)) == [])
        #expect(model.wait() == [.markRead(general, seq: 41)])
        model.press(Key(.function(1)))
        #expect(model.hear(said(42, bob, "m42")) == [])
        #expect(model.wait(2_000) == [])
        #expect(model.press(Key(.escape)) == [])
        #expect(model.wait() == [.markRead(general, seq: 42)])
    }

    @Test("is told to the server once a second at most, and not while there is no stream")
    func isToldSeldom() {
        var model = liveModel()
        #expect(model.hear(said(1, bob, "1")) == [])
        #expect(model.wakeAt == morning.adding(milliseconds: 1_000))
        #expect(model.wait() == [.markRead(general, seq: 1)])
        for seq in 2...1_000 as ClosedRange<Int64> {
            #expect(model.hear(said(seq, bob, "x")) == [])
        }
        // The first of them stood for a second; the last does so a second later.
        #expect(model.wait(999) == [] && model.wait(1) == [.markRead(general, seq: 2)])
        #expect(model.wait(999) == [] && model.wait(1) == [.markRead(general, seq: 1_000)])
        #expect(model.wakeAt == nil)
        model.take(.stream(.offline(reason: "x", retryAt: morning)))
        #expect(model.take(.posted(key: "none", said(1_001, bob, "x"))) == [])
        #expect(model.wait(9_000) == [])
        #expect(model.take(.stream(.live)) == [.markRead(general, seq: 1_001)])
    }

    @Test("is read here when another client of the person read it")
    func followsOtherClients() {
        var model = liveModel(rooms: [general, random])
        model.hear(said(1, bob, "anna", in: random))
        model.take(.event(.ephemeral(.read(room: random, seq: 1))))
        #expect(model.rooms[1].unread == 0 && model.rooms[1].mentions == 0)
        model.take(.event(.ephemeral(.read(room: random, seq: .max))))
        #expect(model.rooms[1].unread == 0)
    }

    @Test("is gone through with Alt-A: mentions, direct rooms, the rest, and back")
    func isJumpedThrough() {
        let quiet = room("quiet")
        var model = liveModel(rooms: [general, random, quiet, room("@bob"), room("dev")])
        model.hear(said(1, bob, "x", in: random), said(1, bob, "x", in: room("@bob")))
        model.hear(said(1, bob, "anna?", in: room("dev")))
        var workspace = Workspace([model])
        var shown: [String] = []
        for _ in 0..<4 {
            workspace.press(.alt("a"))
            shown.append(workspace.model.frontRoom.description)
        }
        #expect(shown == ["dev", "@bob", "random", "general"])
        // To be looked into for a moment made none of them read.
        #expect(workspace.model.rooms.map(\.unread) == [0, 1, 0, 1, 1])
        for _ in 0..<3 {
            workspace.press(.alt("a"))
            workspace.wait()
        }
        workspace.press(.alt("a"), .alt("a"))
        #expect(workspace.model.frontRoom == general)
        #expect(workspace.model.notice == "nothing is unread")
    }
}

@Suite("What is counted as new")
struct NewsTests {
    private static let later = Timestamp(milliseconds: morning.milliseconds + 3_600_000)

    private static func listing(
        _ newest: Int64,
        read: Int64,
        unread: Int64,
        mentions: Int64 = 0
    ) -> Input {
        .rooms([
            RoomSummary(
                name: random,
                topic: "",
                newest: newest,
                read: read,
                unread: unread,
                mentions: mentions,
                here: 1
            )
        ])
    }

    /// Events of every kind by others, and a message of one's own.
    private static let noNews: [DurableEvent] = [
        event(2, bob, .react(target: 1, emoji: "+1", on: true), in: random),
        event(3, bob, .edit(target: 1, text: "one!"), in: random),
        event(4, bob, .delete(target: 1), in: random),
        event(5, bob, .room(RoomChange(topic: "fresh")), in: random),
        said(6, anna, "mine", in: random),
    ]

    // Seen as client F6: edits, reactions and one's own words counted as unread.
    @Test("is what others say, and no change of it, no topic and nothing of one's own")
    func others() {
        var model = liveModel(rooms: [general, random])
        model.take(Self.listing(10, read: 10, unread: 0))
        model.hear(said(11, bob, "one", in: random))
        for event in Self.noNews { model.hear(event.later(by: 10)) }
        #expect(model.rooms[1].unread == 1)
        model.press(.control("n"))
        #expect(model.picture.contains { $0.contains("─ 1 new ─") })
        model.wait()
        model.wait()
        model.press(.control("p"))
        for event in Self.noNews { model.hear(event.later(by: 20)) }
        #expect(model.rooms[1].unread == 0)
        model.press(.control("n"))
        #expect(!model.picture.contains { $0.contains(" new") })
    }

    // Seen as client F6: the line of what is new stood above one's own words, or above nothing.
    @Test("stands below its line, behind what one said oneself")
    func lineBeforeTheFirst() {
        var model = liveModel(60, 14, rooms: [general, random])
        model.take(Self.listing(1, read: 1, unread: 0))
        model.hear(said(1, bob, "one", in: random), said(2, anna, "mine", in: random))
        model.hear(said(3, bob, "his", in: random))
        model.press(.control("n"))
        let rows = model.picture
        let line = rows.firstIndex { $0.contains("─ 1 new ─") }
        #expect(line.map { rows[$0 - 1].contains("anna: mine") } == true)
        #expect(line.map { rows[$0 + 1].contains("bob: his") } == true)
    }

    // Seen as client F6: a reaction to an old message counted as new below.
    @Test("below the screen is no reaction to what stands above")
    func below() {
        var model = liveModel(60, 10)
        for seq in 1...30 as ClosedRange<Int64> { model.hear(said(seq, bob, "words \(seq)")) }
        model.press(Key(.pageUp))
        model.hear(event(31, bob, .react(target: 2, emoji: "+1", on: true)))
        #expect(model.picture.contains { $0.contains("scrolled up") })
        model.hear(said(32, bob, "more"))
        #expect(model.picture.contains { $0.contains("1 new below") })
    }

    // Seen as client F4: calls older than the page that was loaded were not counted.
    @Test("is the server's number where the messages are not held")
    func told() {
        var model = liveModel(120, 20, rooms: [general, random])
        model.take(Self.listing(500, read: 100, unread: 121, mentions: 1))
        #expect(model.rooms[1].unread == 121 && model.rooms[1].mentions == 1)
        #expect(model.picture.contains { $0.contains("random") && $0.contains("121 @1") })
        // The newest page has none of the older ones.
        let page = (401...500 as ClosedRange<Int64>).map { said($0, bob, "words", in: random) }
        model.take(.history(random, page, atStart: false))
        #expect(model.rooms[1].unread == 121 && model.rooms[1].mentions == 1)
        model.hear(said(501, bob, "anna?", in: random))
        #expect(model.rooms[1].unread == 122 && model.rooms[1].mentions == 2)
        let older = (101...400 as ClosedRange<Int64>).map { said($0, alice, "words", in: random) }
        model.rooms[1].loading = .before(401)
        model.take(.history(random, older, atStart: false))
        // All is held now, and says more than the server did.
        #expect(model.rooms[1].unread == 401 && model.rooms[1].mentions == 1)
    }

    @Test("calls by what a message says since its last edit, also where the server had counted it")
    func edited() {
        var model = liveModel(rooms: [general, random])
        model.take(Self.listing(10, read: 10, unread: 0))
        model.hear(said(11, bob, "anne?", in: random))
        #expect(model.rooms[1].unread == 1 && model.rooms[1].mentions == 0)
        model.hear(event(12, bob, .edit(target: 11, text: "anna?"), in: random))
        #expect(model.rooms[1].unread == 1 && model.rooms[1].mentions == 1)
        #expect(model.picture.contains { $0.hasPrefix(" 2 random @1") }, "\(model.picture)")
        model.press(Key(.function(2)))
        #expect(model.picture.contains { $0.contains(Model.mentionSection) }, "\(model.picture)")
        model.press(Key(.escape))
        model.hear(event(13, bob, .edit(target: 11, text: "never mind"), in: random))
        #expect(model.rooms[1].unread == 1 && model.rooms[1].mentions == 0)
        var told = liveModel(rooms: [general, random])
        told.take(Self.listing(500, read: 100, unread: 121, mentions: 1))
        let page = (401...500 as ClosedRange<Int64>).map { seq in
            said(seq, bob, seq == 450 ? "anna" : "words", in: random)
        }
        told.take(.history(random, page, atStart: false))
        #expect(told.rooms[1].mentions == 1)
        told.hear(event(501, bob, .edit(target: 450, text: "words"), in: random))
        #expect(told.rooms[1].unread == 121 && told.rooms[1].mentions == 0)
        told.hear(event(502, bob, .edit(target: 451, text: "anna"), in: random))
        #expect(told.rooms[1].unread == 121 && told.rooms[1].mentions == 1)
    }

    // After a restart who is ignored counted again, also on the pages that were loaded.
    @Test("leaves out of the server's number who is ignored, as far as the messages are held")
    func toldOfIgnored() {
        var model = liveModel(120, 20, rooms: [general, random])
        model.preferences.ignored = [bob]
        model.take(Self.listing(500, read: 100, unread: 121, mentions: 3))
        #expect(model.rooms[1].unread == 121 && model.rooms[1].mentions == 3)
        let page = (401...500 as ClosedRange<Int64>).map { seq in
            said(seq, seq % 2 == 0 ? bob : alice, seq < 403 ? "anna?" : "words", in: random)
        }
        model.take(.history(random, page, atStart: false))
        // Bob's half of the hundred is known to be his; of the others nobody can tell.
        #expect(model.rooms[1].unread == 71 && model.rooms[1].mentions == 2)
        model.hear(event(501, bob, .delete(target: 500), in: random))
        #expect(model.rooms[1].unread == 71 && model.rooms[1].mentions == 2)
        model.hear(event(502, alice, .delete(target: 401), in: random))
        #expect(model.rooms[1].unread == 70 && model.rooms[1].mentions == 1)
    }

    // Seen where the client starts in a window that nobody looks at: the stream begins with an
    // event that was read long ago.
    @Test(
        "has no line at a start before which all was read, and one at the right place if not",
        arguments: [(6, nil, false), (6, nil, true), (3, 3, false), (3, 3, true)]
            as [(Int64, Int64?, Bool)]
    )
    func unseenStart(_ read: Int64, _ line: Int64?, _ isListFirst: Bool) {
        var model = model()
        model.take(.focus(false))
        let list: Input = .rooms(
            [RoomSummary(name: general, topic: "", newest: 6, read: read, here: 1)]
        )
        let opened: [ControlEvent] = [
            .open(rooms: [.init(room: general, oldest: 1, newest: 6)], heartbeat: 20), .live,
        ]
        if isListFirst { model.take(list) }
        model.take(.stream(.catchingUp), .event(.control(opened[0])))
        model.hear(said(6, bob, "six"))
        model.take(.event(.control(opened[1])), .stream(.live))
        if !isListFirst { model.take(list) }
        #expect(model.room.unreadLine == line)
        #expect(model.room.unread == 6 - read)
    }

    // Seen as client F2: a first visit was never marked as read, and calls after it were lost.
    @Test("begins where one comes in first, and the server is told where that is")
    func newcomer() {
        var model = liveModel(rooms: [general, random])
        let effects = model.take(Self.listing(22, read: 0, unread: 22, mentions: 2))
        #expect(effects.contains(.markRead(random, seq: 22)))
        #expect(model.rooms[1].unread == 0)
        var late = liveModel(rooms: [general, random])
        late.hear(said(23, bob, "anna: help", in: random))
        late.take(Self.listing(23, read: 0, unread: 23, mentions: 3))
        #expect(late.rooms[1].unread == 1 && late.rooms[1].mentions == 1)
    }

    // Seen in a first start: what the stream began with came before the server's list.
    @Test("begins where one comes in first, also if the stream's beginning comes before the list")
    func quickStream() {
        func started() -> Model {
            var model = model(rooms: [general, random])
            let ranges = [ControlEvent.RoomRange(room: random, oldest: 1, newest: 22)]
            model.take(.stream(.catchingUp), .event(.control(.open(rooms: ranges, heartbeat: 20))))
            for seq in 21...22 as ClosedRange<Int64> {
                model.hear(said(seq, bob, "anna: long ago", in: random))
            }
            return model
        }
        var newcomer = started()
        let effects = newcomer.take(Self.listing(22, read: 0, unread: 22, mentions: 2))
        #expect(newcomer.rooms[1].unread == 0 && newcomer.rooms[1].mentions == 0)
        #expect(effects.contains(.markRead(random, seq: 22)))
        newcomer.take(.stream(.live), .event(.control(.live)))
        newcomer.hear(said(23, bob, "anna: now", in: random))
        #expect(newcomer.rooms[1].unread == 1 && newcomer.rooms[1].mentions == 1)
        var returned = started()
        returned.take(Self.listing(22, read: 20, unread: 2, mentions: 2))
        #expect(returned.rooms[1].unread == 2 && returned.rooms[1].mentions == 2)
    }
}

extension DurableEvent {
    fileprivate func later(by count: Int64) -> DurableEvent {
        event(seq + count, user, content, in: room)
    }
}

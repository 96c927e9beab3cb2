import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Reading")
struct PeekTests {
    static func page(_ range: ClosedRange<Int64>, in name: RoomName = general) -> [DurableEvent] {
        range.map { said($0, bob, "message \($0)", in: name) }
    }

    /// Two rooms; in the second, of `newest` messages `read` were read, and all are held.
    private static func unread(
        _ newest: Int64,
        read: Int64,
        _ columns: Int = 60,
        _ rows: Int = 14
    ) -> Model {
        var model = liveModel(columns, rows, rooms: [general, random])
        model.take(
            .history(random, page(1...newest, in: random), atStart: true),
            .rooms([RoomSummary(name: random, topic: "", newest: newest, read: read, here: 1)])
        )
        return model
    }

    @Test("in passing marks nothing, however many rooms one passes")
    func passing() {
        var model = Self.unread(3, read: 1)
        for _ in 0..<6 { #expect(model.press(.control("n")) == []) }
        #expect(model.wait(999) == [] && model.rooms[1].unread == 2)
        model.press(.control("n"))
        #expect(model.wait(999) == [])
        model.press(.control("p"))
        #expect(model.wait(5_000) == [] && model.rooms[1].unread == 2)
    }

    @Test("needs the terminal to have the focus")
    func needsFocus() {
        var model = Self.unread(3, read: 1)
        model.take(.focus(false))
        model.press(.control("n"))
        #expect(model.wait(60_000) == [])
        model.take(.focus(true))
        #expect(model.wait(999) == [] && model.wait(1) == [.markRead(random, seq: 3)])
    }

    @Test("one's own words are read at once, if all before them was")
    func ownWords() {
        var model = liveModel(rooms: [general, random])
        model.hear(said(1, anna, "mine"), said(2, bob, "his"), said(3, anna, "mine"))
        model.press(.control("n"))
        #expect(model.rooms[0].unread == 1)
    }

    @Test("begins at the first unread line, when more than a screen is unread")
    func opensAtTheOldest() {
        var model = Self.unread(60, read: 20)
        model.press(.control("n"))
        #expect(model.picture[1].hasSuffix("message 20"))
        #expect(model.picture[2].contains("─ 40 new ─"))
        #expect(model.picture[3].hasSuffix("message 21"))
        #expect(model.picture[12].contains("31 new below · Esc"))
        // It is not read before its newest message showed.
        #expect(model.wait(5_000) == [])
        for _ in 0..<6 { model.press(Key(.pageDown)) }
        #expect(model.picture[11].hasSuffix("message 60"))
        #expect(model.wait() == [] || model.rooms[1].read == 60)
        #expect(model.rooms[1].unread == 0)
    }

    @Test("begins at the newest, when all that is unread fits")
    func opensAtTheNewest() {
        var model = Self.unread(60, read: 55)
        model.press(.control("n"))
        #expect(model.room.scroll == .newest)
        #expect(model.picture.contains { $0.contains("─ 5 new ─") })
    }

    @Test("loads the oldest unread message, if it is not held, and then each page below it")
    func loadsTheOldest() {
        var model = liveModel(60, 14, rooms: [general, random])
        model.take(
            .history(random, Self.page(451...500, in: random), atStart: false),
            .rooms([RoomSummary(name: random, topic: "", newest: 500, read: 100, here: 1)])
        )
        #expect(model.press(.control("n")) == [.loadAround(random, seq: 101)])
        // Until it is there, the newest is no place to read from.
        #expect(model.wait(5_000) == [])
        model.take(.history(random, Self.page(75...126, in: random), atStart: false))
        #expect(model.picture[2].contains("─ 400 new ─"))
        #expect(model.picture[3].hasSuffix("message 101"))
        var effects: [Effect] = []
        for _ in 0..<3 { effects += model.press(Key(.pageDown)) }
        #expect(effects == [.loadAfter(random, seq: 126)])
        #expect(model.picture[11].contains("324 events are on the way"))
        let above = model.picture[1]
        model.take(.history(random, Self.page(127...176, in: random), atStart: false))
        // What one was reading stands where it stood.
        #expect(model.picture[1] == above)
        #expect(model.room.timeline.known.ranges == [75...176, 451...500])
    }

    @Test("goes back to the first unread line with Alt-U, and Esc takes the line away")
    func firstUnread() {
        var model = Self.unread(60, read: 20)
        model.press(.control("n"), Key(.end, .alt))
        #expect(model.room.scroll == .newest)
        model.press(.alt("u"))
        #expect(model.picture[2].contains("─ 40 new ─"))
        model.press(Key(.escape))
        #expect(model.room.scroll == .newest && model.room.unreadLine == 20)
        model.press(Key(.escape))
        #expect(model.room.unreadLine == nil)
        model.press(.alt("u"))
        #expect(model.notice == "nothing is unread here")
    }

    @Test("can be undone from a message on, until one comes back")
    func markUnread() {
        var model = Self.unread(60, read: 60)
        model.press(.control("n"))
        #expect(model.markUnread(from: 58) == [])
        #expect(model.room.unread == 3 && model.wait(9_000) == [])
        #expect(model.picture.contains { $0.contains("─ 3 new ─") })
        // The server says again what it knew: that is no newer reading.
        model.take(.event(.ephemeral(.read(room: random, seq: 60))))
        #expect(model.room.unread == 3)
        model.press(.control("p"))
        #expect(model.rooms[1].unread == 3)
        model.press(.control("n"))
        model.wait()
        #expect(model.room.unread == 0)
        #expect(model.markUnread(from: .max) == [] && model.markUnread(from: 0) == [])
        #expect(model.room.unread == 0)
    }

    @Test("returns with Alt-A to the very row where one was")
    func tourEndsWhereItBegan() {
        var model = Self.unread(30, read: 1)
        model.take(.history(general, Self.page(1...60), atStart: true))
        model.press(Key(.pageUp), Key(.pageUp, .alt))
        var workspace = Workspace([model])
        let before = workspace.picture
        workspace.press(.alt("a"))
        #expect(workspace.model.frontRoom == random)
        workspace.press(.alt("a"))
        #expect(workspace.model.frontRoom == general)
        #expect(workspace.picture.dropLast(2) == before.dropLast(2))
    }
}

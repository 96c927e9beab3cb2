import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A pin")
struct PinTests {
    /// A model with pins of an earlier run.
    private static func model(_ pins: String..., rooms: [RoomName] = [general]) -> Model {
        var model = liveModel(rooms: rooms)
        model.preferences = Preferences(lines: pins)
        return model
    }

    /// The line of a pin of a message as ``said(_:_:_:in:key:minutes:)`` makes it.
    private static func line(
        _ seq: Int64,
        _ user: MemberName,
        in name: RoomName = general
    ) -> String {
        "pin \(name) \(Pin(said(seq, user, "any words", in: name)).text)"
    }

    private static func placed(_ seq: Int64, at position: Int64) -> DurableEvent {
        var event = said(seq, bob, "words", in: random)
        event.cursor = Cursor("one.\(position)")
        return event
    }

    private static func shows(_ model: Model, _ text: String) -> Bool {
        model.picture.contains { $0.contains(text) }
    }

    @Test("is kept with what tells the message from another one, and damage in it is left out")
    func lines() {
        var model = liveModel()
        model.hear(said(1, bob, "keep this"))
        model.type("/pin\n")
        let line = "pin general 1 \(morning.milliseconds + 60_000) bob"
        #expect(model.preferences.lines.contains(line))
        #expect(Preferences(lines: [line]).pins == model.preferences.pins)
        #expect(Preferences(lines: ["pin general 3"]).lines == ["pin general 3"])
        let damaged = [
            "pin general", "pin general 0", "pin general x", "pin no!pe 3", "pin general 3 5",
            "pin general 3 x bob", "pin general 3 5 no!pe", "pin general 3 5 bob more",
        ]
        #expect(Preferences(lines: damaged).pins.isEmpty)
    }

    // A pin showed the words of others, who had their number in the room that was made after it.
    @Test("is refused with the line kept, where there are enough of them")
    func enough() {
        var model = liveModel()
        let pins = (1...Int64(Preferences.limit)).map { Pin(said($0, bob, "x", in: random)) }
        model.preferences.pins = [random: pins]
        model.hear(said(1, bob, "keep this"))
        let words = "\(Preferences.limit) pins are enough; /pins lists them"
        model.type("/pin\n")
        #expect(model.notice == words)
        #expect(model.room.editor.text == "/pin")
        model.room.editor = LineEditor()
        model.notice = nil
        model.press(.control("s"), Key(.character("p")))
        #expect(model.notice == words)
        #expect(model.preferences.pins == [random: pins])
    }

    @Test("is gone with its room, which may be made anew under its name")
    func madeAnew() {
        var model = liveModel(rooms: [random, general])
        for seq in Int64(1)...3 { model.hear(Self.placed(seq, at: seq)) }
        model.type("/pin\n")
        #expect(model.preferences.pins[random]?.map(\.seq) == [3])
        model.hear(Self.placed(1, at: 60))
        #expect(model.preferences.pins.isEmpty)
    }

    @Test("is of no other message that has its number, also after a restart at another log")
    func other() {
        var model = Self.model(Self.line(1, bob), Self.line(2, bob))
        model.hear(said(1, bob, "mine"), said(2, alice, "not mine"))
        model.type("/pins\n")
        #expect(Self.shows(model, "bob: mine") && !Self.shows(model, "#general 07:42"))
        #expect(model.preferences.pins[general]?.map(\.seq) == [1])
        var later = Self.model(Self.line(1, bob))
        later.hear(said(1, bob, "not this", minutes: 9))
        later.press(.control("s"), Key(.character("p")))
        #expect(later.notice == "pinned for you; /pins lists them")
        let pin = Pin(said(1, bob, "not this", minutes: 9))
        #expect(later.preferences.pins == [general: [pin]])
    }

    @Test("that is known by its number alone is dropped with the log, and else learns the rest")
    func numbered() {
        var model = Self.model("pin general 1", "pin general 9", Self.line(8, bob))
        model.hear(said(1, bob, "mine"))
        model.type("/pins\n")
        #expect(model.preferences.lines.contains(Self.line(1, bob)))
        let gap = ControlEvent.Gap(room: general, from: 1, to: 9, reason: "other_log")
        model.take(.event(.control(.gap(gap))))
        #expect(model.preferences.pins[general]?.map(\.seq).sorted() == [1, 8])
    }

    @Test("has its words fetched where they are not loaded, of rooms too that are not in the list")
    func loads() {
        var model = Self.model(
            Self.line(5, bob),
            Self.line(6, bob),
            Self.line(7, bob),
            Self.line(3, bob, in: random)
        )
        let asked = model.type("/pins\n")
        for seq in Int64(5)...7 { #expect(asked.contains(.loadMessage(general, seq: seq))) }
        #expect(asked.contains(.loadMessage(random, seq: 3)) && asked.count == 4)
        #expect(Self.shows(model, "#general  message 5"))
        model.take(
            .message(general, seq: 5, said(5, bob, "keep this")),
            .message(general, seq: 6, nil),
            .message(general, seq: 7, said(7, alice, "not this")),
            .message(random, seq: 3, said(3, bob, "and this", in: random))
        )
        #expect(Self.shows(model, "#general 07:45 bob: keep this"))
        #expect(Self.shows(model, "message 6, which is not there any more"))
        #expect(Self.shows(model, "#random 07:43 bob: and this"))
        #expect(!Self.shows(model, "not this"))
        #expect(model.preferences.pins[general]?.map(\.seq) == [5, 6])
        model.press(Key(.escape))
        #expect(model.type("/pins\n") == [.loadMessage(random, seq: 3)])
    }

    // The list was never said in plain mode where one answer did not come.
    @Test("whose words did not come is listed without them, and asked for by the next list")
    func didNotCome() {
        var model = Self.model(Self.line(5, bob), Self.line(3, bob, in: random))
        let questions: [Effect] = [.loadMessage(general, seq: 5), .loadMessage(random, seq: 3)]
        #expect(model.type("/pins\n") == questions)
        #expect(model.awaitsPins)
        model.take(.messageFailed(general, seq: 5), .messageFailed(random, seq: 3))
        #expect(!model.awaitsPins)
        #expect(Self.shows(model, "#general  message 5"))
        #expect(Self.shows(model, "message 3") && !Self.shows(model, "not there any more"))
        model.press(Key(.escape))
        #expect(model.type("/pins\n") == questions)
    }

    @Test("is waited for no longer than its stream, and keeps the words that came")
    func newStream() {
        let lines = [Self.line(3, bob, in: random), Self.line(4, bob, in: random)]
        var model = Self.model(lines[0], lines[1])
        model.type("/pins\n")
        model.take(.message(random, seq: 3, said(3, bob, "and this", in: random)))
        #expect(model.awaitsPins)
        let range = ControlEvent.RoomRange(room: general, oldest: 1, newest: 0)
        model.take(.event(.control(.open(rooms: [range], heartbeat: 20))))
        #expect(!model.awaitsPins)
        #expect(Self.shows(model, "#random 07:43 bob: and this"))
        #expect(Self.shows(model, "message 4"))
    }

    @Test("is said in plain mode once its words have come, or there is nobody to ask")
    func plain() {
        var model = Self.model(Self.line(3, bob))
        var voice = PlainVoice()
        _ = voice.lines(of: model)
        voice.noteLine()
        _ = model.submit("/pins")
        var (offline, busy) = (model, model)
        var (other, third) = (voice, voice)
        #expect(voice.lines(of: model) == [])
        model.take(.message(general, seq: 3, said(3, bob, "keep this")))
        let head = "Pinned; /room NAME goes to a room."
        #expect(voice.lines(of: model) == [head, "#general 07:43 bob: keep this"])
        offline.take(.stream(.offline(reason: "gone", retryAt: nil)))
        #expect(other.lines(of: offline).suffix(2) == [head, "#general message 3"])
        busy.take(.messageFailed(general, seq: 3))
        #expect(third.lines(of: busy) == [head, "#general message 3"])
    }
}

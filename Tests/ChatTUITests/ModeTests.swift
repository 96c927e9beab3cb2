import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What one is in the middle of, where another room comes to the front")
struct ModeTests {
    private static let clickOnRandom: Input = .mouse(Mouse(kind: .press, column: 3, row: 2))
    private static let y = Key(.character("y"))

    /// Two rooms with a message of one's own of the same number.
    private static func talk() -> Model {
        var model = liveModel(120, 24, rooms: [general, random])
        model.hear(said(1, anna, "here"), said(1, anna, "there", in: random))
        return model
    }

    private static func isLine(_ model: Model) -> Bool {
        if case .line = model.writing.mode { true } else { false }
    }

    /// Tells that a room is not the person's to see any more.
    private static func lose(_ name: RoomName) -> Input {
        let problem = Problem(status: 403, code: "banned", title: "Banned", detail: "you are out")
        return .event(.control(.error(room: name, problem)))
    }

    @Test("a question about a message is not answered in another room", arguments: [true, false])
    func question(byClick: Bool) {
        var model = Self.talk()
        if byClick {
            model.press(.control("s"), Key(.character("d")))
            model.take(Self.clickOnRandom)
        } else {
            model.press(.control("n"), .control("s"), Key(.character("d")))
            model.take(Self.lose(random))
        }
        // A room that is lost stays in front, and takes no change.
        #expect(model.frontRoom == random)
        #expect(model.press(Self.y) == (byClick ? [.typing(random)] : []))
        #expect(model.rooms.allSatisfy { $0.writing.changes.isEmpty })
    }

    @Test("a selection ends, and its room shows what it showed before", arguments: [false, true])
    func selection(reacting: Bool) {
        var model = Self.talk()
        for seq in 2...60 as ClosedRange<Int64> { model.hear(said(seq, bob, "line \(seq)")) }
        model.press(.control("s"))
        for _ in 0..<40 { model.press(Key(.character("k"))) }
        if reacting { model.press(Key(.character("+"))) }
        model.take(Self.clickOnRandom)
        #expect(Self.isLine(model) && model.completion == nil)
        #expect(model.rooms[0].scroll == .newest && model.room.scroll == .newest)
    }

    @Test("a line that is looked for lands in no other room")
    func recall() {
        var model = Self.talk()
        model.type("sent before\ndraft of general")
        model.restoreDraft("draft of random", in: random)
        model.press(.control("r"))
        model.type("sent")
        model.take(Self.clickOnRandom)
        model.type("!")
        #expect(model.drafts == [general: "draft of general", random: "draft of random!"])
    }

    @Test("a paste that is asked about can be yanked")
    func paste() {
        var model = Self.talk()
        model.take(.paste("two\nlines"), Self.clickOnRandom)
        #expect(Self.isLine(model) && model.drafts.isEmpty)
        model.press(.control("y"))
        #expect(model.drafts == [random: "two\nlines"])
    }

    @Test("a password stays asked for: the rest of it lands in no line")
    func password() {
        var model = Self.talk()
        model.press(.control("n"))
        model.type("/login bob\nse")
        model.take(Self.lose(random))
        #expect(model.frontRoom == random)
        var password = Password()
        password.append("secret")
        #expect(model.type("cret\n") == [.account(.signIn(bob, password))])
        #expect(model.drafts.isEmpty)
    }

    @Test(
        "an order of another program ends it only if it goes elsewhere",
        arguments: [
            ("/room random", true), ("/join new", true), ("#random hello", false),
            ("#random /part", false), ("/move 2", false), ("/part", true),
        ]
    )
    func orders(line: String, ends: Bool) {
        var first = Self.talk()
        for seq in 2...60 as ClosedRange<Int64> { first.hear(said(seq, bob, "line \(seq)")) }
        first.press(.control("s"), Key(.character("k")))
        var workspace = Workspace([first])
        #expect(!workspace.obey(line).isRefused)
        #expect(Self.isLine(workspace.model) == ends)
        #expect((workspace.model.frontRoom != general) == ends)
        let left = workspace.model.index(of: general).map { workspace.model.rooms[$0].scroll }
        #expect(left == nil || (left == .newest) == ends)
    }

    @Test("what another room leaves the list for changes nothing here")
    func other() {
        var model = Self.talk()
        model.press(.control("s"), Key(.character("d")))
        model.take(Self.lose(random))
        #expect(model.frontRoom == general)
        guard case .ask(let question) = model.writing.mode else {
            Issue.record("nothing is asked")
            return
        }
        #expect(question.kind == .delete(1))
    }
}

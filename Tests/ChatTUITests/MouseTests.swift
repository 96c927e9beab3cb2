import Testing

@testable import ChatTUI

@Suite("The mouse")
struct MouseTests {
    @Test(
        "is read in numbers of any size, and only where it means something",
        arguments: [
            ("\u{1b}[<0;5;3M", Mouse(kind: .press, column: 4, row: 2)),
            ("\u{1b}[<64;1;1M", Mouse(kind: .wheelUp, column: 0, row: 0)),
            ("\u{1b}[<69;300;200M", Mouse(kind: .wheelDown, column: 299, row: 199)),
            ("\u{1b}[<0;5;3m", nil), ("\u{1b}[<2;5;3M", nil), ("\u{1b}[<32;5;3M", nil),
            ("\u{1b}[<0;0;3M", nil), ("\u{1b}[<0;5M", nil), ("\u{1b}[<0;5;999999M", nil),
            ("\u{1b}[5;3M", nil), ("\u{1b}[M !!", nil),
        ]
    )
    func reports(bytes: String, mouse: Mouse?) {
        var parser = KeyParser()
        #expect(parser.feed(Array(bytes.utf8)) == (mouse.map { [.mouse($0)] } ?? []))
        #expect(parser.flushAfter == nil)
    }

    @Test("is the terminal's until a key takes it")
    func taking() {
        var model = liveModel()
        func isTaken() -> Bool { view(model, capabilities: Capabilities()).takesMouse }
        #expect(!isTaken())
        model.press(.alt("m"))
        #expect(isTaken())
        #expect(model.notice?.contains("Shift") == true)
        model.press(.alt("m"))
        #expect(!isTaken())
    }

    @Test("scrolls with its wheel, also what covers the messages")
    func wheel() {
        var model = liveModel(80, 24)
        for seq in Int64(1)...60 { model.hear(said(seq, bob, "line \(seq)")) }
        model.take(.mouse(Mouse(kind: .wheelUp, column: 40, row: 10)))
        #expect(model.picture.contains { $0.hasSuffix("bob line 57") })
        #expect(!model.picture.contains { $0.hasSuffix("bob line 58") })
        model.take(.mouse(Mouse(kind: .wheelDown, column: 40, row: 10)))
        #expect(model.picture.contains { $0.hasSuffix("bob line 60") })
        model.press(Key(.function(1)))
        let top = model.picture
        model.take(.mouse(Mouse(kind: .wheelDown, column: 40, row: 10)))
        #expect(model.picture[1] == top[1 + Model.wheelRows])
        model.take(.mouse(Mouse(kind: .wheelUp, column: 40, row: 10)))
        #expect(model.picture == top)
    }

    @Test("goes to the room that is clicked, and nowhere else")
    func click() {
        var model = liveModel(120, 24, rooms: [general, random])
        model.take(.mouse(Mouse(kind: .press, column: 3, row: 2)))
        #expect(model.frontRoom == random)
        for (column, row) in [(3, 0), (3, 9), (60, 1), (3, 9_999), (9_999, 1)] {
            model.take(.mouse(Mouse(kind: .press, column: column, row: row)))
            #expect(model.frontRoom == random)
        }
        model.take(.mouse(Mouse(kind: .press, column: 0, row: 1)))
        #expect(model.frontRoom == general)
    }
}

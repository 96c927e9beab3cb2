import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A jump")
struct JumpTests {
    private static func model() -> Model {
        var model = liveModel(60, 14, rooms: [general, random])
        model.take(.history(general, PeekTests.page(1...100), atStart: true))
        return model
    }

    @Test("shows a message that is held, which stands out, and Esc goes back to the row")
    func goesAndComesBack() {
        var model = Self.model()
        model.press(Key(.pageUp))
        let before = model.picture
        #expect(model.jump(to: 40) == [])
        let row = model.picture.firstIndex { $0.hasSuffix("message 40") }
        #expect(row.map { (3...6).contains($0) } == true)
        let styles = view(model, capabilities: Capabilities()).styleLines
        #expect(row.map { styles[$0].hasPrefix("rrrrrrR") } == true)
        #expect(model.jump(to: 90) == [] && model.jump(to: 10) == [])
        model.press(Key(.escape), Key(.escape))
        #expect(model.picture.contains { $0.hasSuffix("message 40") })
        model.press(Key(.escape))
        #expect(model.picture == before)
    }

    @Test("loads what is around a message, and tells if it does not come")
    func loads() {
        var model = Self.model()
        model.hear(said(1_000, bob, "far"))
        model.take(.history(general, PeekTests.page(951...999), atStart: false))
        #expect(model.jump(to: 500) == [.loadAround(general, seq: 500)])
        let effects = model.take(.history(general, PeekTests.page(475...525), atStart: false))
        #expect(effects == [])
        #expect(model.picture.contains { $0.hasSuffix("message 500") })
        #expect(model.jump(to: 300) == [.loadAround(general, seq: 300)])
        model.take(.history(general, [], atStart: false))
        #expect(model.notice == "that message did not come")
        #expect(model.jump(to: .max) == [] && model.jump(to: -1) == [])
    }

    @Test("into another room goes there, and joins it if need be")
    func otherRooms() {
        var model = Self.model()
        #expect(model.jump(to: 7, in: random) == [.loadAround(random, seq: 7)])
        #expect(model.frontRoom == random)
        model.press(Key(.escape))
        #expect(model.frontRoom == general)
        let dev = room("dev")
        #expect(
            model.jump(to: 9, in: dev) == [
                .follow([general, random, dev]), .loadHistory(dev, before: nil),
            ]
        )
        // The newest page was asked for first; what is around the message follows it.
        #expect(
            model.take(.history(dev, PeekTests.page(51...100, in: dev), atStart: false)) == [
                .loadAround(dev, seq: 9)
            ]
        )
        model.press(Key(.escape))
        #expect(model.frontRoom == general)
    }

    @Test("by Alt-P and Alt-N goes from mention to mention")
    func mentions() {
        var model = liveModel(60, 14)
        let page = (1...100 as ClosedRange<Int64>).map {
            said($0, bob, $0 % 30 == 0 ? "anna: look \($0)" : "message \($0)")
        }
        model.take(.history(general, page, atStart: true))
        func spots(_ key: Key, _ count: Int) -> [Int64?] {
            (0..<count).map { _ in
                model.press(key)
                return model.reading.spot
            }
        }
        #expect(spots(.alt("p"), 4) == [90, 60, 30, 30])
        #expect(model.notice == "no older message names you")
        #expect(model.picture.contains { $0.hasSuffix("anna: look 30") })
        #expect(spots(.alt("n"), 3) == [60, 90, 90])
        model.press(Key(.escape))
        #expect(model.room.scroll == .newest && model.reading.spot == nil)
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The catch-up list")
struct CatchUpTests {
    static func model(_ columns: Int = 80, _ rows: Int = 24) -> Model {
        var model = liveModel(columns, rows, rooms: [general, random, room("dev"), room("@bob")])
        model.take(.history(general, PeekTests.page(1...100), atStart: true))
        model.wait()
        model.wait()
        model.hear(
            said(1, bob, "one", in: random),
            said(2, bob, "**two**", in: random),
            said(1, alice, "hi", in: room("dev")),
            said(2, alice, "anna: look", in: room("dev")),
            said(1, bob, "lunch?\nor not", in: room("@bob"))
        )
        model.hear(event(3, bob, .edit(target: 1, text: "first"), in: random))
        return model
    }

    @Test("has what names one, what was said to one alone, then the other rooms")
    func hasAll() {
        var model = Self.model(120, 36)
        model.press(Key(.function(2)))
        #expect(
            Array(model.picture[1..<10]) == [
                "›1 general          │Unread in all rooms: Enter goes there, Esc back",
                " 2 random          2│Names you",
                " 3 dev          2 @1│› #dev 07:42 alice: anna: look",
                " 4 @bob            1│To you alone",
                "                    │  @bob 07:41 bob: lunch?⏎or not",
                "                    │Unread",
                "                    │  #random  2 new · bob: first",
                "                    │  #dev  2 @1 new · alice: hi",
                "                    │",
            ]
        )
    }

    @Test("is whole at 80×24, 40×10 and 20×4")
    func small() {
        func picture(_ columns: Int, _ rows: Int) -> [String] {
            var model = Self.model(columns, rows)
            model.press(Key(.function(2)), Key(.down))
            return model.picture
        }
        #expect(picture(80, 24)[4] == " 4 @bob    1│To you alone")
        #expect(picture(80, 24)[5] == "            │› @bob 07:41 bob: lunch?⏎or not")
        #expect(
            picture(40, 10) == [
                " #general",
                "Unread in all rooms: Enter goes there, …", "Names you",
                "  #dev 07:42 alice: anna: look",
                "To you alone", "› @bob 07:41 bob: lunch?⏎or not", "Unread",
                "  #random  2 new · bob: first",
                " live · anna · #general · random 2, dev…", "[general] ›",
            ]
        )
        #expect(
            picture(20, 4) == [
                "Unread in all rooms…", "› @bob 07:41 bob: l…", " live · anna · #gen…", "›",
            ]
        )
    }

    @Test("leads to the message, and Esc back to the row where one was")
    func leadsThereAndBack() {
        var model = Self.model(60, 14)
        model.press(Key(.pageUp))
        let before = model.picture
        model.press(Key(.function(2)), Key(.enter))
        #expect(model.frontRoom == room("dev") && model.reading.spot == 2)
        model.press(Key(.escape))
        #expect(model.frontRoom == general)
        #expect(model.picture.dropLast(2) == before.dropLast(2))
        model.type("/catchup\n")
        model.press(Key(.escape))
        #expect(model.picture.dropLast(2) == before.dropLast(2))
    }

    @Test("loads the oldest unread messages that are not held")
    func loads() {
        var model = liveModel(rooms: [general, random])
        model.take(
            .history(random, PeekTests.page(451...500, in: random), atStart: false),
            .rooms([RoomSummary(name: random, topic: "", newest: 500, read: 100, here: 1)])
        )
        #expect(model.press(Key(.function(2))) == [.loadAfter(random, seq: 100)])
        model.take(.history(random, PeekTests.page(101...150, in: random), atStart: false))
        #expect(model.picture.contains { $0.contains("400 new · bob: message 101") })
        #expect(model.room.name == general && model.rooms[1].timeline.known.ranges.count == 2)
    }

    @Test("says so when nothing is unread")
    func empty() {
        var model = liveModel()
        model.press(Key(.function(2)))
        #expect(model.picture[2] == "  nothing is unread")
        #expect(model.press(Key(.enter)) == [] && model.overlay == nil)
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The switcher")
struct SwitcherTests {
    private static let dev = room("dev")
    private static let devops = room("web.dev-ops")

    /// Rooms with something unread here and there, and two more on the server.
    static func model(_ columns: Int = 80, _ rows: Int = 24) -> Model {
        var model = liveModel(columns, rows, rooms: [general, random, dev, room("@bob")])
        model.take(
            .rooms([
                RoomSummary(name: random, topic: "Anything", newest: 0, read: 0, here: 1),
                RoomSummary(name: devops, topic: "Pagers", newest: 4, read: 0, here: 1),
                RoomSummary(name: room("radio"), topic: "", newest: 4, read: 0, here: 1),
            ])
        )
        model.hear(said(1, bob, "x", in: random), said(1, bob, "anna?", in: dev))
        return model
    }

    private static func names(_ model: Model, _ letters: String) -> [String] {
        var chooser = Chooser(kind: .rooms)
        chooser.query.add(letters)
        return Workspace([model]).choices(of: chooser).map { choice in
            if case .room(let name) = choice.goal { name.description } else { "?" }
        }
    }

    @Test("offers what waits first, then what showed last, then the rest")
    func ranksByWhatWaits() {
        var model = Self.model()
        #expect(
            Self.names(model, "") == [
                "dev", "random", "@bob", "general", "radio", "web.dev-ops",
            ]
        )
        model.press(.alt("4"), .alt("1"))
        model.wait()
        #expect(Self.names(model, "").prefix(3) == ["dev", "random", "@bob"])
    }

    @Test(
        "finds by a few letters: the name, its beginning, a part's, its middle, letters apart",
        arguments: [
            ("dev", ["dev", "web.dev-ops"]), ("ra", ["random", "radio", "general", "ra"]),
            ("#RAD", ["radio", "random", "rad"]), ("ops", ["web.dev-ops", "ops"]),
            ("gnl", ["general", "gnl"]), ("dom", ["random", "dom"]),
            ("b", ["@bob", "web.dev-ops", "b"]),
            ("no such", []),
        ] as [(String, [String])]
    )
    func finds(letters: String, names: [String]) {
        #expect(Self.names(Self.model(), letters) == names)
    }

    @Test("opens with Ctrl-G, or Ctrl-K where there is nothing to cut, and closes without a trace")
    func opens() {
        var model = Self.model()
        let before = model.picture
        #expect(model.press(.control("g")) == [.loadRooms])
        #expect(model.picture != before)
        model.press(Key(.escape))
        #expect(model.picture == before)
        #expect(model.press(.control("k")) == [.loadRooms])
        model.press(.control("g"))
        #expect(model.overlay == nil)
        model.type("word")
        model.press(.control("a"), .control("k"))
        #expect(model.overlay == nil && model.drafts[general] == nil)
    }

    @Test("goes to the chosen room, or joins it, and the draft stays where it was")
    func goes() {
        var model = Self.model()
        model.type("draft")
        model.press(.control("g"))
        model.type("rnd")
        model.press(Key(.enter))
        #expect(model.frontRoom == random && model.overlay == nil)
        #expect(model.drafts == [general: "draft"])
        model.press(.control("g"))
        model.type("ops")
        let effects = model.press(Key(.enter))
        #expect(effects.first == .follow([general, random, Self.dev, room("@bob"), Self.devops]))
        model.press(.control("g"), Key(.down), Key(.down), Key(.up), .control("n"), Key(.enter))
        #expect(model.frontRoom == general)
        model.press(.control("g"))
        model.type("x y")
        #expect(model.press(Key(.enter)) == [] && model.frontRoom == general)
    }

    @Test("is a list at 120×36, the cursor where one types")
    func at120() {
        var model = Self.model(120, 36)
        model.press(.control("g"))
        model.type("de")
        let frame = view(model, capabilities: Capabilities())
        #expect(frame.cursor == Frame.Position(row: 1, column: 31))
        #expect(
            Array(model.picture[1..<6]) == [
                "›1 general          │go to › de",
                " 2 random          1│› #dev  1 @1 new",
                " 3 dev          1 @1│  #web.dev-ops  join · Pagers",
                " 4 @bob             │  #de  join a new room",
                "                    │",
            ]
        )
        #expect(frame.styleLines[2].hasSuffix(String(repeating: "r", count: 99)))
    }

    @Test("is whole at 80×24, 40×10 and 20×4")
    func small() {
        func picture(_ columns: Int, _ rows: Int) -> [String] {
            var model = Self.model(columns, rows)
            model.press(.control("g"), Key(.down))
            return model.picture
        }
        #expect(
            Array(picture(80, 24)[1..<5]) == [
                "›1 general  │go to ›",
                " 2 random  1│  #dev  1 @1 new",
                " 3 dev    @1│› #random  1 new · Anything",
                " 4 @bob     │  @bob",
            ]
        )
        #expect(
            picture(40, 10) == [
                " #general", "go to ›", "  #dev  1 @1 new", "› #random  1 new · Anything", "  @bob",
                "  #general  here", "  #radio  join", "  #web.dev-ops  join · Pagers",
                " live · anna · #general · random 1, dev…", "[general] ›",
            ]
        )
        #expect(
            picture(20, 4) == [
                "go to ›", "› #random  1 new · …", " live · anna · #gen…", "›",
            ]
        )
    }
}

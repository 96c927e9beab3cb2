import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Finding")
struct FindTests {
    /// A hundred messages, every tenth of which speaks of apples.
    private static func model(_ columns: Int = 60, _ rows: Int = 14) -> Model {
        var model = liveModel(columns, rows)
        let page = (1...100 as ClosedRange<Int64>).map {
            said($0, bob, $0 % 10 == 0 ? "an Apple pie \($0)" : "message \($0)")
        }
        model.take(.history(general, page, atStart: true))
        return model
    }

    @Test("goes to the newest message that has the words, as one types, and back with Esc")
    func asOneTypes() {
        var model = Self.model()
        model.press(Key(.pageUp))
        let before = model.picture
        model.press(.control("f"))
        model.type("aPPle")
        #expect(model.reading.spot == 90)
        #expect(model.picture.contains { $0.hasSuffix("an Apple pie 90") })
        #expect(model.picture[13].hasPrefix("find › aPPle  2 of 10, Enter for older ones"))
        model.type("s")
        #expect(model.reading.spot == nil && model.picture[1..<12] == before[1..<12])
        #expect(model.picture[13].hasPrefix("find › aPPles  not in what is loaded"))
        model.press(Key(.backspace), Key(.escape))
        #expect(model.picture == before)
        #expect(model.drafts.isEmpty)
    }

    @Test(
        "takes letters with and without accents for the same, as the server does",
        arguments: [
            ("naive", "a naïve idea", "naïve"), ("NAÏVE", "a naive idea", "naive"),
            ("strasse", "die Straße", "Straße"), ("STRAẞE", "die Strasse", "Strasse"),
            ("cafe", "cafe\u{301} noir", "cafe\u{301}"), ("ångström", "ANGSTROM", "ANGSTROM"),
            ("ss", "Fuß", "ß"), ("σοφος", "ΣΟΦΟΣ", "ΣΟΦΟΣ"), ("日本", "日本語", "日本"),
            ("tiếng", "Tieng Viet", "Tieng"),
        ]
    )
    func accents(words: String, text: String, found: String) {
        let search = TextSearch(words)
        #expect(search.isIn(text))
        let cells = Line(text).cells
        let places = search.places(in: cells).map { place in
            cells[place].map(\.text).joined()
        }
        #expect(places == [found])
        #expect(!search.isIn("other words") && search.places(in: Line("other words").cells) == [])
    }

    @Test("goes on with Enter, n and N, and any other key stays there and writes")
    func goesOn() {
        var model = Self.model()
        model.press(.control("f"))
        model.type("pie")
        func spot(_ keys: Key...) -> Int64? {
            for key in keys { model.press(key) }
            return model.reading.spot
        }
        #expect(spot(Key(.enter)) == 90)
        #expect(spot(Key(.character("n")), Key(.character("n"))) == 70)
        #expect(spot(Key(.character("N"))) == 80)
        #expect(spot(Key(.enter, .shift), Key(.up), Key(.down)) == 90)
        for _ in 0..<20 { model.press(Key(.enter)) }
        #expect(model.reading.spot == 10 && model.notice == "that is the oldest one")
        model.type("word")
        #expect(model.reading.find == nil && model.drafts == [general: "word"])
        #expect(model.picture.contains { $0.hasSuffix("an Apple pie 10") })
    }

    @Test("lets what is found stand out, wide letters and code too")
    func highlights() {
        var model = liveModel(60, 14)
        model.hear(said(1, bob, "日本語 and 日本"), said(2, bob, "```\nlet 日本 = 1\n```"))
        model.press(.control("f"))
        model.type("日本")
        let styles = view(model, capabilities: Capabilities()).styleLines
        let rows = model.picture.indices.filter { model.picture[$0].contains("日本") }
        #expect(rows.count == 3)
        #expect(rows.map { styles[$0].lowercased().contains("rrrr") } == [true, true, false])
    }

    @Test("searches what the messages say now")
    func appliedChanges() {
        var model = liveModel(60, 14)
        model.hear(
            said(1, bob, "old"),
            said(2, bob, "gone old"),
            event(3, bob, .edit(target: 1, text: "new")),
            event(4, bob, .delete(target: 2))
        )
        model.press(.control("f"))
        model.type("old")
        #expect(model.reading.find?.matches == [])
        model.press(.control("u"))
        model.type("new")
        #expect(model.reading.find?.matches == [1])
    }

    @Test("moves the cursor where the cursor is inside of the line")
    func movesTheCursor() {
        var model = liveModel()
        model.type("ab")
        model.press(.control("a"), .control("f"))
        #expect(model.reading.find == nil && model.room.editor.cursor == 1)
        model.press(.control("f"), .control("f"))
        #expect(model.reading.find != nil)
    }

    @Test("twice asks the server, and shows what it finds as it comes")
    func onTheServer() {
        var model = Self.model(80, 24)
        model.press(.control("f"))
        #expect(model.press(.control("f")) == [])
        model.type("pie")
        let request = SearchRequest(number: 1, text: "pie", room: nil, limit: 500)
        #expect(model.press(.control("f")) == [.search(request)])
        #expect(model.picture[1] == "\"pie\": 0 so far …")
        let dev = room("dev")
        model.take(.found(1, [said(7, alice, "a pie", in: dev)], isDone: false))
        model.take(.found(9, [said(8, alice, "another search's", in: dev)], isDone: true))
        #expect(model.picture[1...2] == ["\"pie\": 1 so far …", "› #dev 07:47 alice: a pie"])
        model.take(.found(1, [said(20, bob, "an Apple pie 20")], isDone: true))
        #expect(model.picture[1].hasPrefix("\"pie\": 2 found"))
        model.press(Key(.down), Key(.enter))
        #expect(model.reading.spot == 20 && model.overlay == nil)
        #expect(model.picture.contains { $0.contains("an Apple pie 20") })
        model.press(Key(.escape))
        #expect(model.room.scroll == .newest)
    }

    @Test("by /search tells why nothing came")
    func fails() {
        var model = Self.model(80, 24)
        let request = SearchRequest(number: 1, text: "pie crust", room: nil, limit: 500)
        #expect(model.type("/search pie crust\n").last == .search(request))
        model.take(.searchFailed(1, reason: "the index is\u{1b}[31m being built"))
        #expect(model.picture[1] == "\"pie crust\": ended: the index is␛[31m being built")
        model.take(.stream(.offline(reason: "x", retryAt: morning)), .key(Key(.escape)))
        #expect(model.type("/search x\n") == [] && model.overlay == nil)
        #expect(model.notice == "the server cannot be asked now")
    }

    @Test("is whole at 40×10 and 20×4")
    func small() {
        func picture(_ columns: Int, _ rows: Int) -> [String] {
            var model = Self.model(columns, rows)
            model.press(.control("f"))
            model.type("pie 50")
            return model.picture
        }
        #expect(
            picture(40, 10) == [
                " #general", "08:28 bob: message 48", "08:29 bob: message 49",
                "08:30 bob: an Apple pie 50", "08:31 bob: message 51", "08:32 bob: message 52",
                "08:33 bob: message 53", "08:34 bob: message 54",
                " live · anna · #gene… scrolled up · Esc",
                "find › pie 50  1 of 1, Enter for older …",
            ]
        )
        #expect(picture(20, 4)[0] == "bob: an Apple pie 50")
        #expect(picture(20, 4)[3].hasPrefix("find › pie 50"))
    }
}

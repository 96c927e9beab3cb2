import ChatProtocol
import Testing

@testable import ChatTUI

/// Pictures of whole screens; a long run of blanks or strokes is written as one with its count.
@Suite("A message is selected")
struct SelectScreenTests {
    private static func selected(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.press(.control("s"), Key(.up), Key(.up))
        return model
    }

    private static func links(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.press(.control("s"), Key(.up), Key(.up), Key(.character("o")))
        return model
    }

    private static func thread(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.press(.control("s"), Key(.character("t")))
        return model
    }

    private static func reacting(_ columns: Int, _ rows: Int) -> Model {
        var model = SelectTests.talk(columns, rows)
        model.press(.control("s"), Key(.character("+")))
        model.type("rock")
        model.press(Key(.tab))
        return model
    }

    @Test(
        "with the keys that act on it",
        arguments: [
            .wide([
                .blanks(23), .talk(0..<8),
                "r reply · e edit · d delete · + react · y copy · c code · o open · t thread · u unread · Esc back",
                "select ›",
            ]),
            .usual([
                .blanks(12), .talk(0..<8),
                "r reply · e edit · d delete · + react · y copy · c code · o open · Esc back",
                "select ›",
            ]),
            .narrow([.talk(1..<7), "r reply · e edit · d delete · Esc back", "select ›"]),
            .tiny(["bob: see", " http://one.example", "select ›"]),
        ] as [TalkPicture]
    )
    func selected(expected: TalkPicture) {
        #expect(expected.drawn(Self.selected) == expected.rows)
    }

    @Test(
        "and asked which link is meant",
        arguments: [
            .wide([
                .blanks(24), .talk(0..<4), "─×53 open which? ─×54", "1 http://one.example",
                "2 https://two.example/x_(y)", "1 to 2 · Esc closes", "open which? ›",
            ]),
            .usual([
                .blanks(13), .talk(0..<4), "─×33 open which? ─×34", "1 http://one.example",
                "2 https://two.example/x_(y)", "1 to 2 · Esc closes", "open which? ›",
            ]),
            .narrow([
                .talk(0..<3), "─×13 open which? ─×14", "1 http://one.example",
                "2 https://two.example/x_(y)", "1 to 2 · Esc closes", "open which? ›",
            ]),
            .tiny(["─── open which? ────", "1 to 2 · Esc closes", "open which? ›"]),
        ] as [TalkPicture]
    )
    func links(expected: TalkPicture) {
        #expect(expected.drawn(Self.links) == expected.rows)
    }

    @Test(
        "and shown with what it answers",
        arguments: [
            .wide([
                "›1 general ×10│A thread of 2 messages", " ×20│07:41        alice good morning",
                .talk(6..<8), " ×20│", " ×20│Esc closes", " ×20│ (×26 rows)",
                "r reply · e edit · d delete · + react · y copy · c code · o open · t thread · u unread · Esc back",
                "select ›",
            ]),
            .usual([
                "A thread of 2 messages", "07:41        alice good morning", .talk(6..<8), "",
                "Esc closes", .blanks(14),
                "r reply · e edit · d delete · + react · y copy · c code · o open · Esc back",
                "select ›",
            ]),
            .narrow([
                "A thread of 2 messages", "07:41 alice: good morning", .talk(5..<7), "",
                "Esc closes", "r reply · e edit · d delete · Esc back", "select ›",
            ]),
            .tiny(["A thread of 2 messa…", "5 more, Esc closes", "select ›"]),
        ] as [TalkPicture]
    )
    func thread(expected: TalkPicture) {
        #expect(expected.drawn(Self.thread) == expected.rows)
    }

    @Test(
        "and an emoji is named for it",
        arguments: [
            .wide([
                .blanks(23), .talk(0..<7), "› 🚀  :rocket:      │ ×19an answer", "│ ☘️  :shamrock:",
                "react › rock",
            ]),
            .usual([
                .blanks(12), .talk(0..<7), "› 🚀  :rocket:     an answer", "│ ☘️  :shamrock:",
                "react › rock",
            ]),
            .narrow([.talk(1..<6), "› 🚀  :rocket:", "│ ☘️  :shamrock:", "react › rock"]),
            .tiny(["› 🚀  :rocket:   oo…", "│ ☘️  :shamrock:", "react › rock"]),
        ] as [TalkPicture]
    )
    func reacting(expected: TalkPicture) {
        #expect(expected.drawn(Self.reacting) == expected.rows)
    }
}

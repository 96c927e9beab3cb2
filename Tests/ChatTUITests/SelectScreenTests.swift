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

    @Test("with the keys that act on it, at 120×36")
    func selectedAt120() {
        let picture = ScreenTests.squeezed(Self.selected(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×23 rows)",
                " ×20│─×38 beginning of #general ─×38",
                " ×20│─×36 Sunday, 22 November 2026 ─×37",
                " ×20│07:41        alice good morning",
                " ×20│07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×20│ ×19│ let a = 1",
                " ×20│07:43 ×9anna mine",
                " ×20│07:44        alice ↳ alice: good morning",
                " ×20│ ×19an answer",
                "r reply · e edit · d delete · + react · y copy · c code · o open · t thread · u unread · Esc back",
                " live · anna · #general",
                "select ›",
            ]
        )
    }

    @Test("with the keys that act on it, at 80×24")
    func selectedAt80() {
        let picture = ScreenTests.squeezed(Self.selected(80, 24).picture)
        #expect(
            picture == [
                " #general",
                " (×12 rows)",
                "─×28 beginning of #general ─×29",
                "─×27 Sunday, 22 November 2026 ─×27",
                "07:41        alice good morning",
                "07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×19│ let a = 1",
                "07:43 ×9anna mine",
                "07:44        alice ↳ alice: good morning",
                " ×19an answer",
                "r reply · e edit · d delete · + react · y copy · c code · o open · Esc back",
                " live · anna · #general",
                "select ›",
            ]
        )
    }

    @Test("with the keys that act on it, at 40×10")
    func selectedAt40() {
        let picture = ScreenTests.squeezed(Self.selected(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "07:42 bob: see http://one.example and",
                "      https://two.example/x_(y).",
                "      │ let a = 1",
                "07:43 anna: mine",
                "07:44 alice: ↳ alice: good morning",
                "      an answer",
                "r reply · e edit · d delete · Esc back",
                " live · anna · #general",
                "select ›",
            ]
        )
    }

    @Test("with the keys that act on it, at 20×4")
    func selectedAt20() {
        let picture = ScreenTests.squeezed(Self.selected(20, 4).picture)
        #expect(
            picture == [
                "bob: see",
                " http://one.example",
                " live · anna · #gen…",
                "select ›",
            ]
        )
    }

    @Test("and asked which link is meant, at 120×36")
    func linksAt120() {
        let picture = ScreenTests.squeezed(Self.links(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×24 rows)",
                " ×20│─×38 beginning of #general ─×38",
                " ×20│─×36 Sunday, 22 November 2026 ─×37",
                " ×20│07:41        alice good morning",
                " ×20│07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                "─×53 open which? ─×54",
                "1 http://one.example",
                "2 https://two.example/x_(y)",
                "1 to 2 · Esc closes",
                " live · anna · #general",
                "open which? ›",
            ]
        )
    }

    @Test("and asked which link is meant, at 80×24")
    func linksAt80() {
        let picture = ScreenTests.squeezed(Self.links(80, 24).picture)
        #expect(
            picture == [
                " #general",
                " (×13 rows)",
                "─×28 beginning of #general ─×29",
                "─×27 Sunday, 22 November 2026 ─×27",
                "07:41        alice good morning",
                "07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                "─×33 open which? ─×34",
                "1 http://one.example",
                "2 https://two.example/x_(y)",
                "1 to 2 · Esc closes",
                " live · anna · #general",
                "open which? ›",
            ]
        )
    }

    @Test("and asked which link is meant, at 40×10")
    func linksAt40() {
        let picture = ScreenTests.squeezed(Self.links(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "07:41 alice: good morning",
                "07:42 bob: see http://one.example and",
                "      https://two.example/x_(y).",
                "─×13 open which? ─×14",
                "1 http://one.example",
                "2 https://two.example/x_(y)",
                "1 to 2 · Esc closes",
                " live · anna · #general",
                "open which? ›",
            ]
        )
    }

    @Test("and asked which link is meant, at 20×4")
    func linksAt20() {
        let picture = ScreenTests.squeezed(Self.links(20, 4).picture)
        #expect(
            picture == [
                "─── open which? ────",
                "1 to 2 · Esc closes",
                " live · anna · #gen…",
                "open which? ›",
            ]
        )
    }

    @Test("and shown with what it answers, at 120×36")
    func threadAt120() {
        let picture = ScreenTests.squeezed(Self.thread(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│A thread of 2 messages",
                " ×20│07:41        alice good morning",
                " ×20│07:44        alice ↳ alice: good morning",
                " ×20│ ×19an answer",
                " ×20│",
                " ×20│Esc closes",
                " ×20│ (×26 rows)",
                "r reply · e edit · d delete · + react · y copy · c code · o open · t thread · u unread · Esc back",
                " live · anna · #general",
                "select ›",
            ]
        )
    }

    @Test("and shown with what it answers, at 80×24")
    func threadAt80() {
        let picture = ScreenTests.squeezed(Self.thread(80, 24).picture)
        #expect(
            picture == [
                " #general",
                "A thread of 2 messages",
                "07:41        alice good morning",
                "07:44        alice ↳ alice: good morning",
                " ×19an answer",
                "",
                "Esc closes",
                " (×14 rows)",
                "r reply · e edit · d delete · + react · y copy · c code · o open · Esc back",
                " live · anna · #general",
                "select ›",
            ]
        )
    }

    @Test("and shown with what it answers, at 40×10")
    func threadAt40() {
        let picture = ScreenTests.squeezed(Self.thread(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "A thread of 2 messages",
                "07:41 alice: good morning",
                "07:44 alice: ↳ alice: good morning",
                "      an answer",
                "",
                "Esc closes",
                "r reply · e edit · d delete · Esc back",
                " live · anna · #general",
                "select ›",
            ]
        )
    }

    @Test("and shown with what it answers, at 20×4")
    func threadAt20() {
        let picture = ScreenTests.squeezed(Self.thread(20, 4).picture)
        #expect(
            picture == [
                "A thread of 2 messa…",
                "alice: good morning",
                " live · anna · #gen…",
                "select ›",
            ]
        )
    }

    @Test("and an emoji is named for it, at 120×36")
    func reactingAt120() {
        let picture = ScreenTests.squeezed(Self.reacting(120, 36).picture)
        #expect(
            picture == [
                " #general",
                "›1 general ×10│",
                " ×20│ (×23 rows)",
                " ×20│─×38 beginning of #general ─×38",
                " ×20│─×36 Sunday, 22 November 2026 ─×37",
                " ×20│07:41        alice good morning",
                " ×20│07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×20│ ×19│ let a = 1",
                " ×20│07:43 ×9anna mine",
                " ×20│07:44        alice ↳ alice: good morning",
                "› 🚀  :rocket:      │ ×19an answer",
                "│ ☘️  :shamrock:",
                " live · anna · #general",
                "react › rock",
            ]
        )
    }

    @Test("and an emoji is named for it, at 80×24")
    func reactingAt80() {
        let picture = ScreenTests.squeezed(Self.reacting(80, 24).picture)
        #expect(
            picture == [
                " #general",
                " (×12 rows)",
                "─×28 beginning of #general ─×29",
                "─×27 Sunday, 22 November 2026 ─×27",
                "07:41        alice good morning",
                "07:42 ×10bob see http://one.example and https://two.example/x_(y).",
                " ×19│ let a = 1",
                "07:43 ×9anna mine",
                "07:44        alice ↳ alice: good morning",
                "› 🚀  :rocket:     an answer",
                "│ ☘️  :shamrock:",
                " live · anna · #general",
                "react › rock",
            ]
        )
    }

    @Test("and an emoji is named for it, at 40×10")
    func reactingAt40() {
        let picture = ScreenTests.squeezed(Self.reacting(40, 10).picture)
        #expect(
            picture == [
                " #general",
                "07:42 bob: see http://one.example and",
                "      https://two.example/x_(y).",
                "      │ let a = 1",
                "07:43 anna: mine",
                "07:44 alice: ↳ alice: good morning",
                "› 🚀  :rocket:",
                "│ ☘️  :shamrock:",
                " live · anna · #general",
                "react › rock",
            ]
        )
    }

    @Test("and an emoji is named for it, at 20×4")
    func reactingAt20() {
        let picture = ScreenTests.squeezed(Self.reacting(20, 4).picture)
        #expect(
            picture == [
                "› 🚀  :rocket:   oo…",
                "│ ☘️  :shamrock:",
                " live · anna · #gen…",
                "react › rock",
            ]
        )
    }
}

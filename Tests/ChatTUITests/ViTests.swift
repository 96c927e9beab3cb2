import ChatProtocol
import TestTools
import Testing

@testable import ChatTUI

/// The line as vi edits it.
@Suite("With the keys of vi")
struct ViTests {
    private func model() -> Model {
        var model = liveModel()
        model.options.editing = .vi
        return model
    }

    @Test(
        "letters are commands after Esc",
        arguments: [
            ("x", "one two.thre"), ("0x", "ne two.three"), ("0dw", "two.three"),
            ("0cwX", "X two.three"), ("bD", "one two."), ("0wD", "one "), ("dd", ""),
            ("0wdtt", "one three"), ("0wdto", "one o.three"), ("0wdfo", "one .three"),
            ("0dtn", "ne two.three"), ("0ctnX", "Xne two.three"), ("0ld2te", "oee"),
            ("0ldTo", "one two.three"), ("0d2tn", "one two.three"), ("0ltex", "oe two.three"),
            ("0rX", "Xne two.three"), ("03rX", "XXX two.three"), ("0~", "One two.three"),
            ("02dw", ".three"), ("0d2w", ".three"), ("0wibig ", "one big two.three"),
            ("0iA ", "A one two.three"), ("aX", "one two.threeX"), ("0AX", "one two.threeX"),
            ("IX", "Xone two.three"), ("0wC2", "one 2"), ("Sall", "all"), ("0sX", "Xne two.three"),
            ("0ywP", "one one two.three"), ("0yw$p", "one two.threeone "),
            ("xxu", "one two.thre"), ("0fox;x", "one twthree"), ("0wwx", "one twothree"),
            ("bbbbx", "ne two.three"), ("0ex", "on two.three"), ("0Ex", "on two.three"),
            ("0WEx", "one two.thre"), ("Bx", "one wo.three"), ("$hhx", "one two.thee"),
            ("0d$", ""), ("0d0", "one two.three"), ("^x", "ne two.three"), ("0dz", "one two.three"),
            ("X", "one two.thre"), ("0lX", "ne two.three"), ("099x", ""),
            ("0yyP", "one two.three\none two.three"),
        ]
    )
    func commands(keys: String, result: String) {
        var model = model()
        model.type("one two.three")
        model.press(Key(.escape))
        model.type(keys)
        #expect(model.room.editor.text == result, "\(keys)")
    }

    @Test(
        "objects are what stands around the cursor",
        arguments: [
            ("0wdiw", "a (b \"c d\" [e.f]) g", "a b \"c d\" [e.f]) g"),
            ("0diw", "one two", " two"), ("0daw", "one two", "two"), ("$daw", "one two", "one"),
            ("0ldiw", "one two", " two"), ("03ldiw", "one two", "onetwo"),
            ("03ldaw", "one two", "one"), ("02daw", "one two three", "three"),
            ("02diw", "one two three", "two three"), ("0diw", "a.b", ".b"), ("0diW", "a.b c", " c"),
            ("0daW", "a.b c", "c"), ("0ciwX", "one two", "X two"),
            ("0yiw$p", "one two", "one twoone"),
            ("0di\"", "say \"hello you\" now", "say \"\" now"),
            ("0da\"", "say \"hello you\" now", "say now"), ("$da\"", "say \"hi\"", "say"),
            ("$hda\"", "say \"hi\"", "say"), ("0ci\"X", "\"\"", "\"X\""),
            ("0di'", "'a\\'b' c", "'' c"), ("0di`", "run `x`", "run ``"),
            ("0di\"", "no \"pair", "no \"pair"),
            ("0fbdi(", "f(a, b) c", "f() c"), ("0fbda(", "f(a, b) c", "f c"),
            ("0f(di)", "f(a, b) c", "f() c"), ("0f)dib", "f(a, b) c", "f() c"),
            ("0fbd2i(", "(a (b) c)", "()"), ("0di(", "a (b)", "a (b)"), ("0fadi[", "[a]", "[]"),
            ("0fadiB", "{a}", "{}"), ("0fada<", "x <a>", "x "), ("0fbdi(", "(a (b c)", "(a ()"),
            ("0fadiz", "(a)", "(a)"), ("0d%", "(a (b)) c", " c"), ("0%x", "(a (b)) c", "(a (b) c"),
            ("0f)%x", "f(a)", "fa)"), ("0d%", "x (a) b", " b"), ("0d%x", "none", "one"),
            ("0d%x", "(open", "open"), ("0ct)x", "none", "one"), ("0fact)X", "f(a b) c", "f(X) c"),
        ]
    )
    func objects(keys: String, text: String, result: String) {
        var model = model()
        model.type(text)
        model.press(Key(.escape))
        model.type(keys)
        #expect(model.room.editor.text == result, "\(keys) in \(text)")
    }

    @Test("an object of a word ends with its line, one of brackets does not")
    func lines() {
        var vi = ViKeys()
        var ring = KillRing()
        var editor = LineEditor("(one\ntwo) x")
        editor.move(to: 1)
        vi.leaveInsert(&editor)
        editor.move(to: 1)
        for key in "daw" { _ = vi.take(key, &editor, &ring) }
        #expect(editor.text == "(\ntwo) x")
        for key in "di(" { _ = vi.take(key, &editor, &ring) }
        #expect(editor.text == "() x" && editor.cursor == 1 && vi.isNormal)
    }

    @Test("the prompt says so, Enter sends, and the next line is text again")
    func sends() {
        var model = model()
        model.type("hello")
        model.press(Key(.escape))
        #expect(model.picture.last == "normal › hello")
        #expect(model.press(Key(.enter)).contains { if case .post = $0 { true } else { false } })
        model.type("x")
        #expect(model.room.editor.text == "x")
    }

    @Test("Esc twice does what it does elsewhere, and keys with Ctrl and Alt too")
    func others() {
        var model = liveModel(rooms: [general, random])
        model.options.editing = .vi
        for seq in 1...60 { model.hear(said(Int64(seq), bob, "line \(seq)")) }
        model.type("draft")
        model.press(Key(.escape), Key(.pageUp))
        #expect(model.room.scroll != .newest)
        model.press(Key(.escape))
        #expect(model.room.scroll == .newest)
        model.press(.control("n"))
        #expect(model.frontRoom == random)
    }

    @Test("k and j go through what was sent, / finds, and : begins a command")
    func beyond() {
        var model = model()
        model.hear(said(1, bob, "needle"))
        model.type("first\n")
        model.press(Key(.escape))
        model.type("ik")
        model.press(Key(.escape))
        model.type("ddk")
        #expect(model.room.editor.text == "first")
        model.type("dd/needle")
        #expect(model.reading.find?.matches == [1])
        model.press(Key(.escape))
        model.type("dd:")
        #expect(model.room.editor.text == "/")
    }

    @Test("any keys at all leave the cursor in the line")
    func anyKeys() {
        var generator = SeededGenerator(seed: 7)
        var model = model()
        let keys = Array("hjklwWbBeE0^$fFtT;,xXdDcCyYpPuriaIAoOsS~G/:19 é日%()\"'[<.R|JgmU@")
        for step in 0..<5_000 {
            let key = keys[Int(generator.next() % UInt64(keys.count))]
            model.type(String(key))
            if step % 5 == 0 { model.press(Key(.escape)) }
            #expect((0...model.room.editor.characters.count).contains(model.room.editor.cursor))
        }
    }

    @Test("is off by default: letters after Esc are text")
    func off() {
        var model = liveModel()
        model.type("a")
        model.press(Key(.escape))
        model.type("x")
        #expect(model.room.editor.text == "ax")
    }
}

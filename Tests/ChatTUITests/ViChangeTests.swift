import ChatProtocol
import Testing

@testable import ChatTUI

/// What vi does once more, by a number or by `.`, and with whole lines.
@Suite("With the keys of vi, changes")
struct ViChangeTests {
    /// A line edited as vi does, with the cursor on its last character.
    private func model(_ text: String) -> Model {
        var model = liveModel()
        model.options.editing = .vi
        model.room.editor = LineEditor(text)
        model.press(Key(.escape))
        return model
    }

    /// Presses keys; `⎋` is Esc, `⌫` is Backspace.
    private func press(_ keys: String, _ model: inout Model) {
        for key in keys {
            switch key {
            case "⎋": model.press(Key(.escape))
            case "⌫": model.press(Key(.backspace))
            default: model.type(String(key))
            }
        }
    }

    @Test(
        "are made as often as a number says, and once more by a dot",
        arguments: [
            ("03iX⎋", "XXXone two.three"), ("03iX⎋x", "XXone two.three"), ("3ix", "one two.threxe"),
            ("02aab⎋", "oababne two.three"), ("2A!⎋", "one two.three!!"),
            ("2IX⎋", "XXone two.three"), ("2oX⎋", "one two.three\nX\nX"),
            ("2OX⎋", "X\nX\none two.three"), ("2i⎋x", "one two.thre"), ("0x.", "e two.three"),
            ("03x.", "o.three"), ("0x3.", "two.three"), ("0x3..", ".three"), ("0dw.", ".three"),
            ("0cwX⎋w.", "X X.three"), ("0dfe.", "e"), ("0dtx.", "one two.three"),
            ("0iA⎋.", "AAone two.three"), ("0iA⎋3.", "AAAAone two.three"),
            ("0A!⎋0.", "one two.three!!"), ("oX⎋.", "one two.three\nX\nX"),
            ("0rXl.", "XXe two.three"), ("0~.", "ONe two.three"), ("0cw⎋.", "two.three"),
            ("0sX⎋l.", "XXe two.three"), ("0daw.", ".three"), ("0d2w.", ""),
            (".", "one two.three"), ("0yww.", "one two.three"), ("x.u", "one two.thre"),
            ("0cwX⎋u", "one two.three"), ("03iX⎋u", "one two.three"), ("0dw.uu", "one two.three"),
            ("0ifxg⎋.", "fxfxggone two.three"),
        ]
    )
    func again(keys: String, result: String) {
        var model = model("one two.three")
        press(keys, &model)
        #expect(model.room.editor.text == result, "\(keys)")
    }

    @Test(
        "of what is written over, of case, and by further motions",
        arguments: [
            ("0RXY⎋", "XYe two.three"), ("$RXYZ⎋", "one two.threXYZ"),
            ("02RXY⎋", "XYXYtwo.three"), ("0RXY⎋w.", "XYe XYo.three"),
            ("0RXY⌫⌫⌫A⎋", "Ane two.three"), ("$RXYZ⌫⌫⎋", "one two.threX"),
            ("0RXY⎋u", "one two.three"), ("0RXY⎋x", "Xe two.three"),
            ("0gUw", "ONE two.three"), ("0gUwguw", "one two.three"), ("0gU2w", "ONE TWO.three"),
            ("0gUww.", "ONE TWO.three"), ("gUU", "ONE TWO.THREE"), ("gUgU", "ONE TWO.THREE"),
            ("g~~", "ONE TWO.THREE"), ("0g~iw", "ONE two.three"), ("0gUwx", "NE two.three"),
            ("0gux", "one two.three"), ("gUgu", "one two.three"),
            ("0wgex", "on two.three"), ("$gEx", "on two.three"), ("$gex", "one twothree"),
            ("$2gex", "one tw.three"), ("0wdge", "onwo.three"), ("0dge", "one two.three"),
            ("5|x", "one wo.three"), ("|x", "ne two.three"), ("99|x", "one two.thre"),
            ("$d4|", "onee"), ("0gzx", "ne two.three"),
        ]
    )
    func further(keys: String, result: String) {
        var model = model("one two.three")
        press(keys, &model)
        #expect(model.room.editor.text == result, "\(keys)")
    }

    @Test(
        "are taken back whole by u, also where no more steps are kept",
        arguments: ["0cwX⎋u", "03iX⎋u", "0RXY⎋u", "oX⎋u", "0iA⎋.uu", "0cwXY⎋w.uu"]
    )
    func wholeSteps(keys: String) {
        var model = model("one two.three")
        for _ in 0..<LineEditor.undoLimit { press("rX", &model) }
        #expect(model.room.editor.undoable.count == LineEditor.undoLimit)
        press(keys, &model)
        #expect(model.room.editor.text == "one two.threX", "\(keys)")
    }

    @Test(
        "take no part of a command that is not there for text or for another one",
        arguments: ["\"a", "0ma", "0'a", "0@a", "0qa", "0`a", "0d'a", "0za", "0d\"a", "0\"x"]
    )
    func swallowed(keys: String) {
        var model = model("one two.three")
        press(keys, &model)
        #expect(model.room.editor.text == "one two.three" && model.isViNormal, "\(keys)")
        press("0x", &model)
        #expect(model.room.editor.text == "ne two.three", "\(keys)")
    }

    @Test(
        "of whole lines are put as lines, and go with their line breaks",
        arguments: [
            ("yyp", "a b\nc d\ne\ne"), ("yyP", "a b\nc d\ne\ne"), ("\"ayy2p", "a b\nc d\ne\ne\ne"),
            ("Yp", "a b\nc d\ne\ne"), ("ggyyp", "a b\na b\nc d\ne"),
            ("ggyypx", "a b\n b\nc d\ne"), ("ggwyyix", "a xb\nc d\ne"),
            ("ggyjP", "a b\nc d\na b\nc d\ne"), ("yypu", "a b\nc d\ne"),
            ("ggdd", "c d\ne"), ("gg2dd", "e"), ("gg9dd", ""), ("ggdd.", "e"),
            ("ggddp", "c d\na b\ne"), ("dd", "a b\nc d"), ("ddp", "a b\nc d\ne"),
            ("ddP", "a b\ne\nc d"), ("dk", "a b"), ("dj", "a b\nc d\ne"), ("ggdj", "e"),
            ("ggdk", "a b\nc d\ne"), ("ggdG", ""), ("ggdGp", "a b\nc d\ne"), ("dgg", ""),
            ("ggccX", "X\nc d\ne"), ("gg2ccX", "X\ne"), ("gg2SX", "X\ne"),
            ("ggccX⎋p", "X\na b\nc d\ne"), ("gggUU", "A B\nc d\ne"), ("gggUj", "A B\nC D\ne"),
            ("ggJ", "a b c d\ne"), ("gg3J", "a b c d e"), ("J", "a b\nc d\ne"),
            ("ggJ.u", "a b c d\ne"), ("gg3|x", "a \nc d\ne"), ("ggwdw", "a \nc d\ne"),
            ("gg3dw", "d\ne"), ("ggcwX", "X b\nc d\ne"), ("ggwcwX", "a X\nc d\ne"),
            ("ggyyywP", "a a b\nc d\ne"), ("ggyyxp", " ab\nc d\ne"),
        ]
    )
    func lines(keys: String, result: String) {
        var model = model("a b\nc d\ne")
        press(keys, &model)
        #expect(model.room.editor.text == result, "\(keys)")
    }

    @Test("whose text is not known any more are not made again")
    func unknown() {
        var model = liveModel(rooms: [general, random])
        model.options.editing = .vi
        model.press(Key(.escape))
        model.type("3i")
        model.press(.control("n"))
        model.type("words")
        model.press(Key(.escape))
        #expect(model.room.editor.text == "words")
        model.type(".")
        #expect(model.room.editor.text == "words")
    }

    @Test("say that they are written over what stands there, until Esc or Enter")
    func prompt() {
        var model = model("hello")
        model.type("0R")
        #expect(model.picture.last == "replace › hello")
        model.type("J")
        #expect(model.press(Key(.enter)).contains { if case .post = $0 { true } else { false } })
        model.type("x")
        #expect(model.room.editor.text == "x" && model.picture.last == "[general] › x")
    }

    // Esc and B showed or hid the rooms.
    @Test("take a capital letter right behind Esc for a command, unless Alt is sent as itself")
    func behindEscape() {
        for letter in ViKeys.capitals {
            var (together, apart) = (model("one two.three"), model("one two.three"))
            press("i", &together)
            press("i⎋\(letter)", &apart)
            together.press(.alt(letter))
            #expect(together.room.editor.text == apart.room.editor.text, "\(letter)")
            #expect(together.room.editor.cursor == apart.room.editor.cursor, "\(letter)")
            #expect(together.isViNormal == apart.isViNormal, "\(letter)")
        }
        var told = Key.alt("B")
        told.isToldApart = true
        #expect(!model("x").isBehindEscape(told))
        var other = liveModel()
        #expect(!other.isBehindEscape(.alt("B")))
        other.options.editing = .vi
        #expect(other.isBehindEscape(.alt("B")) && !other.isBehindEscape(.alt("b")))
        // What somebody has bound to it themselves, it does.
        var faults: [ConfigurationFault] = []
        let change = KeyMap.Change(action: "next-unread", keys: "Alt-Shift-W", line: 1)
        other.options.keys = KeyMap.standard(with: [change], faults: &faults)
        #expect(faults.isEmpty && !other.isBehindEscape(.alt("W")))
    }

    @Test("Ctrl-D leaves from an empty line, also right behind Esc")
    func leaves() {
        var model = model("")
        #expect(model.press(.control("d")) == [.quit])
        model.type("a")
        #expect(model.press(Key(.character("d"), [.alt, .control])) == [.quit])
        #expect(model.isViNormal)
    }
}

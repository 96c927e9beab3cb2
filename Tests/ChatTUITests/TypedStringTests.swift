import ChatTUI
import Testing

@Suite("Keys with Alt that begin what a terminal may say")
struct TypedStringTests {
    private static let pause = Duration.milliseconds(200)

    @Test(
        "are keys when nothing ends them, and so is what is typed behind",
        arguments: ["_", "^", "X"] as [Character]
    )
    func typedBehind(sign: Character) {
        var parser = KeyParser()
        var inputs = parser.feed("\u{1b}\(sign)".utf8)
        #expect(parser.flushAfter == .milliseconds(30))
        inputs += parser.feed("a".utf8, after: Self.pause)
        inputs += parser.feed("b".utf8, after: Self.pause)
        let keys = [Key.alt(sign), Key(.character("a")), Key(.character("b"))]
        #expect(inputs == keys.map { Input.key($0) })
        #expect(parser.flushAfter == nil)
    }

    @Test(
        "are keys as often as they are pressed",
        arguments: ["_", "^", "X", "]", "P"] as [Character]
    )
    func twice(sign: Character) {
        var parser = KeyParser()
        let inputs = parser.feed("\u{1b}\(sign)\u{1b}\(sign)".utf8) + parser.flush()
        #expect(inputs == [.key(.alt(sign)), .key(.alt(sign))])
        #expect(parser.flush() == [])
    }

    @Test(
        "lose nothing of what followed when nothing more comes",
        arguments: ["_", "]", "P"] as [Character]
    )
    func flushed(sign: Character) {
        var parser = KeyParser()
        let typed = parser.feed("\u{1b}\(sign)aä".utf8) + parser.flush()
        let keys = [Key.alt(sign), Key(.character("a")), Key(.character("ä"))]
        #expect(typed == keys.map { Input.key($0) })
        let escaped = parser.feed("\u{1b}\(sign)a\u{1b}".utf8) + parser.flush()
        #expect(escaped == [.key(keys[0]), .key(keys[1]), .key(Key(.escape))])
        let cut = parser.feed([0x1b, 0x5f, 0xe2]) + parser.flush()
        #expect(cut == [.key(.alt("_")), .key(Key(.character("\u{fffd}")))])
        #expect(parser.flushAfter == nil)
    }

    @Test("are none where kitty answers a viewer of pictures over a slow line")
    func pictures() {
        var parser = KeyParser()
        #expect(parser.feed("\u{1b}_Gi=31".utf8) == [])
        #expect(parser.flushAfter == .milliseconds(500))
        #expect(parser.feed(";OK\u{1b}\\".utf8, after: Self.pause) == [])
        #expect(parser.feed("\u{1b}_Gi=31;O".utf8) == [] && parser.flush() == [])
        #expect(parser.feed("y".utf8) == [.key(Key(.character("y")))])
    }

    @Test(
        "are keys before a text that begins as kitty's answers do",
        arguments: ["G", "Go", "G=x"]
    )
    func capital(text: String) {
        let keys = [Key.alt("_")] + text.map { Key(.character($0)) }
        for pause in [Duration.milliseconds(10), Self.pause] {
            var parser = KeyParser()
            var inputs = parser.feed("\u{1b}_".utf8)
            for byte in text.utf8 { inputs += parser.feed([byte], after: pause) }
            inputs += parser.flush()
            #expect(inputs == keys.map { Input.key($0) })
        }
    }

    @Test("are none where it comes at once, or as an answer that was asked for")
    func answers() {
        var parser = KeyParser()
        #expect(parser.feed("\u{1b}_x\u{1b}\\".utf8) == [])
        #expect(parser.feed("\u{1b}]11;rgb:ffff/".utf8) == [])
        #expect(
            parser.feed("ffff/ffff\u{1b}\\".utf8, after: Self.pause) == [.ground(isLight: true)]
        )
        let long = String(repeating: "x", count: 100_000)
        #expect(parser.feed("\u{1b}P\(long)".utf8) == [])
        #expect(parser.flush() == [])
        #expect(parser.feed("y".utf8) == [.key(Key(.character("y")))])
    }
}

@Suite("Keys of rxvt and of the number pad")
struct RxvtKeyTests {
    // Source: rxvt's reference, "Key Codes".
    @Test(
        "are known, and what is typed behind them is whole",
        arguments: [
            ("\u{1b}[7$", Key(.home, .shift)), ("\u{1b}[8$", Key(.end, .shift)),
            ("\u{1b}[3$", Key(.delete, .shift)), ("\u{1b}[7^", Key(.home, .control)),
            ("\u{1b}[3@", Key(.delete, [.shift, .control])), ("\u{1b}[5^", Key(.pageUp, .control)),
            ("\u{1b}[a", Key(.up, .shift)), ("\u{1b}[d", Key(.left, .shift)),
            ("\u{1b}Ob", Key(.down, .control)), ("\u{1b}Oc", Key(.right, .control)),
            ("\u{1b}\u{1b}[7$", Key(.home, [.alt, .shift])),
            ("\u{1b}[57415u", Key(.character("="))), ("\u{1b}[57416u", Key(.character(","))),
        ] as [(String, Key)]
    )
    func known(bytes: String, key: Key) {
        var parser = KeyParser()
        #expect(parser.feed("\(bytes)h".utf8) == [.key(key), .key(Key(.character("h")))])
        #expect(parser.flushAfter == nil)
    }

    @Test(
        "do not tear what a terminal reports",
        arguments: ["\u{1b}[?2027;1$y", "\u{1b}[4;1$y", "\u{1b}[2$", "\u{1b}[1;2a", "\u{1b}[@"]
    )
    func reports(bytes: String) {
        var parser = KeyParser()
        #expect(parser.feed("\(bytes)h".utf8) == [.key(Key(.character("h")))])
    }
}

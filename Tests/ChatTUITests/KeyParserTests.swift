import ChatTUI
import TestTools
import Testing

@Suite("The key parser")
struct KeyParserTests {
    static let keys: [(String, Key)] = [
        ("a", Key(.character("a"))), ("ä", Key(.character("ä"))), ("👍", Key(.character("👍"))),
        ("\r", Key(.enter)), ("\n", .control("j")), ("\t", Key(.tab)), ("\u{7f}", Key(.backspace)),
        ("\u{08}", .control("h")), ("\u{01}", .control("a")), ("\u{1f}", .control("_")),
        ("\u{00}", .control(" ")), ("\u{1c}", .control("\\")), ("\u{1b}a", .alt("a")),
        ("\u{1b}é", .alt("é")), ("\u{1b}\r", Key(.enter, .alt)), ("\u{1b}/", .alt("/")),
        ("\u{1b}\u{7f}", Key(.backspace, .alt)),
        ("\u{1b}\u{1f}", Key(.character("_"), [.alt, .control])),
        ("\u{1b}_x\u{1b}\\\u{1b}b", .alt("b")), ("\u{1b}[A", Key(.up)), ("\u{1b}OA", Key(.up)),
        ("\u{1b}[1;5C", Key(.right, .control)), ("\u{1b}[1;3D", Key(.left, .alt)),
        ("\u{1b}O5A", Key(.up, .control)), ("\u{1b}\u{1b}[D", Key(.left, .alt)),
        ("\u{1b}[H", Key(.home)), ("\u{1b}[1~", Key(.home)), ("\u{1b}OF", Key(.end)),
        ("\u{1b}[4~", Key(.end)), ("\u{1b}[1;3F", Key(.end, .alt)), ("\u{1b}[3~", Key(.delete)),
        ("\u{1b}[5~", Key(.pageUp)), ("\u{1b}[6;3~", Key(.pageDown, .alt)),
        ("\u{1b}[Z", Key(.tab, .shift)), ("\u{1b}OP", Key(.function(1))),
        ("\u{1b}[11~", Key(.function(1))), ("\u{1b}[[A", Key(.function(1))),
        ("\u{1b}[15~", Key(.function(5))), ("\u{1b}[24~", Key(.function(12))),
        ("\u{1b}[1;2R", Key(.function(3), .shift)), ("\u{1b}[13;2u", Key(.enter, .shift)),
        ("\u{1b}[27;2;13~", Key(.enter, .shift)), ("\u{1b}[97;5u", .control("a")),
        ("\u{1b}[97:65;3u", .alt("a")), ("\u{1b}OM", Key(.enter)),
        ("\u{1b}[117:85;4u", .alt("U")), ("\u{1b}[45:95;6u", .control("_")),
        ("\u{1b}[27u", Key(.escape)), ("\u{1b}[109;5u", Key(.enter)),
        ("\u{1b}[105;5u", Key(.tab)), ("\u{1b}[91;5u", Key(.escape)),
        ("\u{1b}[57414u", Key(.enter)), ("\u{1b}[57421;3u", Key(.pageUp, .alt)),
        ("\u{1b}[27;6;95~", .control("_")), ("\u{1b}[97;69u", .control("a")),
        ("\u{1b}[228:196;2u", Key(.character("Ä"))), ("\u{1b}[1090::110;5u", .control("n")),
        ("\u{1b}[1075:1043:117;4u", .alt("U")), ("\u{1b}[1090:1058:110;2u", Key(.character("Т"))),
        ("\u{1b}[1092;5u", .control("ф")), ("\u{1b}[97;1:1u", Key(.character("a"))),
        ("\u{1b}[97;5:2u", .control("a")),
    ]

    @Test("knows the keys of terminals", arguments: keys)
    func knows(bytes: String, key: Key) {
        expect(key, of: bytes)
    }

    @Test(
        "takes no key for one that is let go",
        arguments: ["\u{1b}[97;1:3u", "\u{1b}[97:65;5:3u", "\u{1b}[1;1:3A", "\u{1b}[5;1:3~"]
    )
    func letGo(bytes: String) {
        var parser = KeyParser()
        #expect(parser.feed(Array(bytes.utf8)) == [])
        #expect(parser.flush() == [])
    }

    // Source: kitty's keyboard protocol, "Legacy text keys" and "Functional key definitions".
    @Test(
        "knows signs with Ctrl and the number pad as older terminals send them",
        arguments: [
            ("\u{1b}[47;5u", .control("_")), ("\u{1b}[45;6u", .control("_")),
            ("\u{1b}[45:95;6u", .control("_")), ("\u{1b}[95;5u", .control("_")),
            ("\u{1b}[27;6;95~", .control("_")), ("\u{1b}[50;5u", .control(" ")),
            ("\u{1b}[32;5u", .control(" ")), ("\u{1b}[51;5u", Key(.escape)),
            ("\u{1b}[91;5u", Key(.escape)), ("\u{1b}[56;5u", Key(.backspace)),
            ("\u{1b}[63;5u", Key(.backspace)), ("\u{1b}[92;5u", .control("\\")),
            ("\u{1b}[47;7u", Key(.character("_"), [.control, .alt])),
            ("\u{1b}[57399u", Key(.character("0"))), ("\u{1b}[57408u", Key(.character("9"))),
            ("\u{1b}[57409u", Key(.character("."))), ("\u{1b}[57413u", Key(.character("+"))),
            ("\u{1b}[57413;5u", Key(.character("+"), .control)),
        ] as [(String, Key)]
    )
    func signs(bytes: String, key: Key) {
        expect(key, of: bytes)
    }

    private func expect(_ key: Key, of bytes: String) {
        var parser = KeyParser()
        #expect(parser.feed(bytes.utf8) == [.key(key)])
        #expect(parser.flushAfter == nil)
    }

    @Test(
        "swallows what is no key",
        arguments: [
            "\u{1b}[2;5R", "\u{1b}[1;2c", "\u{1b}[<35;10;20M", "\u{1b}[M !!",
            "\u{1b}]10;rgb:0/0/0\u{07}",
            "\u{1b}]10;rgb:0/0/0\u{1b}\\", "\u{1b}P1$r0m\u{1b}\\", "\u{1b}[?2026;2$y", "\u{1b}[99z",
            "\u{1b}[201~", "\u{1b}[" + String(repeating: "1;", count: 500) + "A", "\u{1b}[57358u",
            "\u{1b}O9z", "\u{1b}[97;17u", "\u{1b}[97:65;18u", "\u{1b}[27;17;97~", "\u{1b}[1;17A",
            "\u{1b}[99999999999A",
        ]
    )
    func swallows(bytes: String) {
        var parser = KeyParser()
        #expect(parser.feed(bytes.utf8) == [])
        #expect(parser.feed("x".utf8) == [.key(Key(.character("x")))])
    }

    @Test("gives the same in every split")
    func isTheSameInEverySplit() {
        let all = Self.keys.map(\.0).joined()
        let stream = all + "\u{1b}[200~line\r\n\u{1b}[2line\u{1b}\u{1b}[201~\u{1b}[Iz\u{1b}[Oä日"
        let bytes = Array(stream.utf8)
        var whole = KeyParser()
        let expected = whole.feed(bytes) + whole.flush()
        for split in 0...bytes.count {
            var parser = KeyParser()
            var inputs = parser.feed(bytes[..<split])
            // A setting that changes meanwhile ends nothing.
            parser.escapeDelay = .seconds(1)
            inputs += parser.feed(bytes[split...]) + parser.flush()
            #expect(inputs == expected, "split at \(split)")
        }
        var single = KeyParser()
        #expect(bytes.flatMap { single.feed(CollectionOfOne($0)) } + single.flush() == expected)
        #expect(expected.contains(.paste("line\r\n\u{1b}[2line\u{1b}")))
        #expect(expected.contains(.focus(true)) && expected.contains(.focus(false)))
    }

    @Test("joins the parts of a cluster that come at once")
    func joinsClusters() {
        var parser = KeyParser()
        let expected: [Input] = [.key(Key(.character("👍🏽"))), .key(Key(.character("e\u{301}")))]
        #expect(parser.feed("👍🏽e\u{301}".utf8) == expected)
    }

    @Test("takes a lone ESC for the Escape key once nothing follows")
    func flushesEscape() {
        var parser = KeyParser()
        #expect(parser.feed([0x1b]) == [])
        #expect(parser.flushAfter == .milliseconds(100))
        #expect(parser.flush() == [.key(Key(.escape))])
        #expect(parser.flushAfter == nil)
        #expect(parser.feed([0x1b, 0x1b]) == [])
        #expect(parser.flush() == [.key(Key(.escape)), .key(Key(.escape))])
        #expect(parser.feed(Array("\u{1b}[".utf8)) == [])
        #expect(parser.flush() == [.key(.alt("["))])
        #expect(parser.feed(Array("\u{1b}]".utf8)) == [])
        #expect(parser.flush() == [.key(.alt("]"))])
        #expect(parser.feed(Array("\u{1b}O".utf8)) == [])
        #expect(parser.flush() == [.key(.alt("O"))])
        #expect(parser.flush() == [])
    }

    @Test("never hangs in a paste whose end was lost, and waits longer for it")
    func endsAPaste() {
        var parser = KeyParser()
        #expect(parser.feed("\u{1b}[200~half".utf8) == [])
        #expect(parser.flushAfter == .seconds(10))
        #expect(parser.flush() == [.paste("half")])
        #expect(parser.feed("x".utf8) == [.key(Key(.character("x")))])
    }

    // Seen as client F8 and C32: a paste that held its own end sent a line and ran a command.
    @Test(
        "takes a paste that holds its own end as one paste",
        arguments: [
            ("a\u{1b}[201~\r/nick mallory\r", ["a\r/nick mallory\r"]),
            ("a\u{1b}[201~b\u{1b}[200~c", ["ab\u{1b}[200~c"]), ("\u{1b}[201~", [""]),
            ("a\u{1b}[201~\u{1b}[200~b", ["a", "b"]),
            ("a\u{1b}[201~\u{1b}[201~\r\u{1b}[201~\r", ["a\r\r"]),
        ]
    )
    func forgedEnd(text: String, pastes: [String]) {
        let bytes = Array("\u{1b}[200~\(text)\u{1b}[201~x".utf8)
        let expected = pastes.map { Input.paste($0) } + [.key(Key(.character("x")))]
        for split in 0...bytes.count {
            var parser = KeyParser()
            let inputs = parser.feed(bytes[..<split]) + parser.feed(bytes[split...])
            #expect(parser.flushAfter == .milliseconds(30))
            #expect(inputs + parser.flush() == expected, "split at \(split)")
        }
    }

    // Seen as client F7 and C33: keys and letters that came in pieces were torn after 25 ms.
    @Test(
        "waits long for the rest of a key or a letter, and for what follows a lone ESC as told",
        arguments: [
            ([0x1b], 250), ([0x1b, 0x1b], 250), (Array("\u{1b}[".utf8), 500),
            (Array("\u{1b}[1;3".utf8), 500), (Array("\u{1b}[20".utf8), 10_000),
            (Array("\u{1b}O".utf8), 500), ([0xe2], 500), ([0xe2, 0x82], 500),
        ] as [([UInt8], Int)]
    )
    func slowLine(bytes: [UInt8], wait: Int) {
        var parser = KeyParser(escapeDelay: .milliseconds(250))
        #expect(parser.feed(bytes) == [])
        #expect(parser.flushAfter == .milliseconds(wait))
    }

    @Test(
        "waits for a lone ESC as the file, the environment or the line says",
        arguments: [
            (nil, [:], 100), (nil, ["SSH_TTY": "/dev/pts/1"], 300), (nil, ["SSH_TTY": ""], 100),
            (nil, ["SSH_CONNECTION": "a 1 b 2", "ESCDELAY": "50"], 50),
            (20, ["ESCDELAY": "50"], 50), (20, [:], 20), (20, ["ESCDELAY": ""], 20),
            (nil, ["ESCDELAY": "x"], 100), (nil, ["ESCDELAY": "-5"], 10),
            (nil, ["ESCDELAY": "99999999999"], 5_000),
        ] as [(Int?, [String: String], Int)]
    )
    func escapeDelay(setting: Int?, environment: [String: String], wait: Int) {
        #expect(EscapeDelay.of(setting, environment: environment) == .milliseconds(wait))
    }

    @Test("keeps a paste within its bound and finds its end after that")
    func boundsAPaste() {
        var parser = KeyParser()
        let long = String(repeating: "x", count: KeyParser.pasteByteLimit + 1_000)
        let inputs = parser.feed("\u{1b}[200~\(long)\u{1b}[201~y".utf8) + parser.flush()
        #expect(inputs.count == 2)
        #expect(inputs.first == .paste(String(long.prefix(KeyParser.pasteByteLimit))))
        #expect(inputs.last == .key(Key(.character("y"))))
    }

    @Test("replaces bytes that are no UTF-8 and goes on with what follows")
    func replacesBadBytes() {
        var parser = KeyParser()
        let replaced = Input.key(Key(.character("\u{fffd}")))
        let letter = Input.key(Key(.character("a")))
        #expect(parser.feed([0xff, 0x61]) == [replaced, letter])
        #expect(parser.feed([0xe2, 0x82, 0x61]) == [replaced, letter])
        #expect(parser.feed([0xe2, 0x82, 0x1b, 0x61]) == [replaced, .key(.alt("a"))])
        #expect(parser.feed([0xe2]) == [])
        #expect(parser.flush() == [replaced])
        // A surrogate's three bytes are no text.
        #expect(!parser.feed([0xed, 0xa0, 0x80]).isEmpty)
    }

    @Test("takes any bytes in any split, and never grows", arguments: 0..<200)
    func takesAnything(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [
            0x1b, 0x5b, 0x4f, 0x32, 0x30, 0x31, 0x7e, 0x3b, 0x41, 0xe2, 0x82, 0xac,
        ]
        var parser = KeyParser()
        var count = 0
        for _ in 0..<500 {
            let isOdd = Int.random(in: 0..<4, using: &generator) == 0
            let byte =
                isOdd
                ? UInt8.random(in: 0...255, using: &generator)
                : alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            count += parser.feed(CollectionOfOne(byte)).count
        }
        _ = parser.flush()
        #expect(parser.flushAfter == nil, "seed \(seed)")
        #expect(parser.feed("\u{1b}[A".utf8) == [.key(Key(.up))], "seed \(seed)")
        #expect(count <= 700, "seed \(seed)")
    }
}

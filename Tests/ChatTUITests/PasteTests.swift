import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A paste")
struct PasteTests {
    private static let lines = "one\ntwo\nthree"

    private static func posted(_ effects: [Effect]) -> String? {
        guard case .post(let message)? = effects.last else { return nil }
        return message.text
    }

    @Test("of one line goes into the line")
    func staysInLine() {
        var model = liveModel()
        model.type("a  b")
        model.press(Key(.left), Key(.left))
        #expect(model.take(.paste("pasted")).isEmpty == false || model.drafts.isEmpty == false)
        #expect(model.drafts == [general: "a pasted b"])
    }

    @Test(
        "of several lines, or of more than 2 KiB, is asked about and never sent by itself",
        arguments: ["one\ntwo", "one\r\ntwo\r\n", "line\n", String(repeating: "x", count: 2_049)]
    )
    func isAskedAbout(text: String) {
        var model = liveModel()
        #expect(model.take(.paste(text)) == [])
        #expect(model.drafts.isEmpty)
        for character in "xyzab123 " {
            #expect(model.press(Key(.character(character))) == [])
        }
        #expect(model.drafts.isEmpty)
        #expect(model.picture[23] == "Enter, c, e? ›")
    }

    @Test("is one message by Enter, with what stands around it")
    func sends() {
        var model = liveModel()
        model.type("see: ")
        model.take(.paste(Self.lines + "\n"))
        #expect(Self.posted(model.press(Key(.enter))) == "see: one\ntwo\nthree")
        #expect(model.drafts.isEmpty)
        #expect(model.picture[23] == "[general] ›")
    }

    @Test("is code by c, whatever stands in it")
    func sendsCode() {
        var model = liveModel()
        model.take(.paste("a\n```\nb"))
        #expect(Self.posted(model.press(Key(.character("c")))) == "````\na\n```\nb\n````")
        model.type("see")
        model.take(.paste(Self.lines))
        #expect(Self.posted(model.press(Key(.character("c")))) == "see\n```\none\ntwo\nthree\n```")
    }

    @Test("is words and no command, also if it begins with a slash")
    func isNoCommand() {
        var model = liveModel()
        model.take(.paste("/quit\n/quit"))
        #expect(Self.posted(model.press(Key(.enter))) == "/quit\n/quit")
    }

    @Test("goes into the line by e and by Esc", arguments: [Key(.character("e")), Key(.escape)])
    func isKept(key: Key) {
        var model = liveModel()
        model.take(.paste(Self.lines))
        model.press(key)
        #expect(model.drafts == [general: Self.lines])
        #expect(
            Array(model.picture.suffix(3)) == [
                "[general] › one", "            two", "            three",
            ]
        )
    }

    @Test("is left out by Ctrl-C, and Ctrl-Y brings it")
    func isLeftOut() {
        var model = liveModel()
        model.take(.paste(Self.lines))
        model.press(.control("c"))
        #expect(model.drafts.isEmpty)
        #expect(model.notice == "the paste is left out; Ctrl-Y brings it")
        model.press(.control("y"))
        #expect(model.drafts == [general: Self.lines])
    }

    @Test("that is too long says the limit, and is not sent")
    func isTooLong() {
        var model = liveModel()
        let text = String(repeating: "x\n", count: 8_200)
        model.take(.paste(text))
        #expect(
            model.picture.contains { $0.hasPrefix("a message has 16384 bytes at most, not 16400") }
        )
        #expect(model.press(Key(.enter)) == [])
        #expect(model.notice == "a message has 16384 bytes at most, not 16399")
        model.press(Key(.character("e")))
        #expect(model.room.editor.bytes == 16_384)
        #expect(model.room.editor.isFull)
    }

    @Test("joins the one that is asked about")
    func joins() {
        var model = liveModel()
        model.take(.paste(Self.lines), .paste("\nfour"))
        #expect(Self.posted(model.press(Key(.enter))) == "one\ntwo\nthree\nfour")
    }

    @Test("names an emoji, or what is looked for; what answers nothing is left out and told")
    func elsewhere() {
        var model = SelectTests.talk()
        model.press(.control("s"), Key(.character("+")))
        model.take(.paste("🎉\n"))
        #expect(model.picture[23] == "react › 🎉")
        model.press(Key(.escape), Key(.character("k")), Key(.character("d")))
        model.take(.paste("y"))
        #expect(model.notice == "the paste is left out; Ctrl-Y brings it")
        #expect(model.awaitsAnswer)
        model.press(Key(.escape), Key(.escape))
        model.type("sent before\n")
        model.press(.control("r"))
        model.take(.paste("before"))
        model.press(Key(.enter))
        #expect(model.drafts == [general: "sent before"])
    }

    @Test("answers, where an answer was begun")
    func answers() {
        var model = SelectTests.talk()
        model.press(.control("s"), Key(.character("r")))
        model.take(.paste(Self.lines))
        guard case .post(let message)? = model.press(Key(.enter)).last else {
            Issue.record("nothing was posted")
            return
        }
        #expect(message.replyTo == 4)
    }

    @Test("without its closing sequence ends ten seconds after its last byte")
    func endsByItself() {
        var parser = KeyParser()
        #expect(parser.feed(Array("\u{1b}[200~one\ntwo".utf8)) == [])
        #expect(parser.flushAfter == .seconds(10))
        #expect(parser.flush() == [.paste("one\ntwo")])
        #expect(parser.flushAfter == nil)
        #expect(parser.feed(Array("x".utf8)) == [.key(Key(.character("x")))])
    }

    // Seen over a line of twenty bytes a second: a paste that held its own end was sent.
    @Test("that comes slowly waits as long for what may belong to it")
    func slowly() {
        var parser = KeyParser()
        let bytes = Array("\u{1b}[200~ab\u{1b}[201~\rcd\u{1b}[201~".utf8)
        var inputs: [Input] = []
        for start in stride(from: 0, to: bytes.count, by: 2) {
            // What does not come in time is not waited for.
            if let wait = parser.flushAfter, wait <= .milliseconds(100) { inputs += parser.flush() }
            inputs += parser.feed(bytes[start...].prefix(2), after: .milliseconds(100))
        }
        #expect(inputs == [])
        #expect(parser.flush() == [.paste("ab\rcd")])
        #expect(parser.feed(Array("\u{1b}[200~x\u{1b}[201~".utf8), after: .seconds(9)) == [])
        #expect(parser.flushAfter == .milliseconds(30))
    }

    // What was too much to be held was typed: lines were sent, a command among them was done.
    @Test(
        "that holds its own end is one paste, however much follows, in any pieces",
        arguments: [10, 4_080, 4_096, 300_000],
        [1, 4_099, 400_000]
    )
    func holdsItsEnd(more: Int, piece: Int) {
        var parser = KeyParser()
        let rest = "\r/nick mallory\r" + String(repeating: "x", count: more)
        let bytes = Array("\u{1b}[200~a\u{1b}[201~\(rest)\u{1b}[201~".utf8)
        var inputs: [Input] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            inputs += parser.feed(bytes[start...].prefix(piece))
        }
        let kept = "a\(rest)".prefix(KeyParser.pasteByteLimit)
        #expect(inputs + parser.flush() == [.paste(String(kept))])
        #expect(parser.flushAfter == nil)
    }

    // One lost packet makes such a pause: the lines were sent, and a command among them was done.
    @Test(
        "that stalls on its way is one paste still",
        arguments: [Duration.milliseconds(600), .seconds(9)]
    )
    func stalls(pause: Duration) {
        let text = "first line\r/nick mallory\r"
        let bytes = Array("\u{1b}[200~\(text)\u{1b}[201~".utf8)
        // What may have been a key is one; the rest is none.
        let keys: [Int: Key] = [1: Key(.escape), 2: .alt("[")]
        for split in 1..<bytes.count {
            var parser = KeyParser()
            var inputs = parser.feed(bytes[..<split])
            if let wait = parser.flushAfter, wait <= pause { inputs += parser.flush() }
            inputs += parser.feed(bytes[split...], after: pause)
            let begun = [keys[split].map { Input.key($0) }].compactMap(\.self)
            #expect(inputs + parser.flush() == begun + [.paste(text)], "split at \(split)")
        }
    }

    @Test(
        "that stalls ends by Esc or Ctrl-C, which do nothing else",
        arguments: ["\u{3}", "\u{1b}[99;5u", "\u{1b}[27u", "\u{1b}[27;5;99~", "\u{1b}"]
    )
    func givenUp(key: String) {
        var parser = KeyParser()
        #expect(parser.feed("\u{1b}[200~one\ntwo".utf8) == [])
        let inputs = parser.feed(key.utf8, after: .milliseconds(600))
        let wait: Duration? = key == "\u{1b}" ? .milliseconds(500) : nil
        #expect(parser.flushAfter == wait)
        #expect(inputs + parser.flush() == [.paste("one\ntwo")])
        #expect(parser.feed("x".utf8) == [.key(Key(.character("x")))])
    }

    // Each further one had it wait ten seconds anew.
    @Test("that stalls ends by Esc that is pressed several times, or held", arguments: [1, 2])
    func pressedAgain(times: Int) {
        var parser = KeyParser()
        let keys = String(repeating: "\u{1b}", count: times)
        var inputs = parser.feed("\u{1b}[200~one\ntwo".utf8)
        for pause in [600, 300, 300, 30] {
            inputs += parser.feed(keys.utf8, after: .milliseconds(pause))
            #expect(parser.flushAfter == .milliseconds(500))
        }
        #expect(inputs + parser.flush() == [.paste("one\ntwo")])
        inputs = parser.feed("\u{1b}[200~one".utf8)
        for pause in [600, 300] {
            inputs += parser.feed("\u{1b}".utf8, after: .milliseconds(pause))
        }
        inputs += parser.feed("[201~".utf8, after: .milliseconds(400))
        #expect(inputs + parser.flush() == [.paste("one")])
    }

    @Test("does not end by an Esc that its closing sequence begins with, or that is no key")
    func endInPieces() {
        var parser = KeyParser()
        var inputs = parser.feed("\u{1b}[200~one".utf8)
        inputs += parser.feed("\u{1b}".utf8, after: .milliseconds(600))
        inputs += parser.feed("[201~".utf8, after: .milliseconds(400))
        #expect(inputs + parser.flush() == [.paste("one")])
        inputs = parser.feed("\u{1b}[200~one".utf8)
        inputs += parser.feed("\u{1b}[99;5u".utf8, after: .milliseconds(400))
        inputs += parser.feed("\u{3}two".utf8, after: .milliseconds(600))
        #expect(inputs == [])
        #expect(parser.flushAfter == .seconds(10))
    }

    @Test("what comes back from the editor is the line, without the editor's last line break")
    func comesBack() {
        var model = liveModel()
        #expect(model.type("/editor\n") == [.editExternally("")])
        model.type("draft")
        #expect(model.press(.alt("e")) == [.editExternally("draft")])
        model.take(.edited("better\nwords\n"))
        #expect(model.drafts == [general: "better\nwords"])
        model.press(.control("_"))
        #expect(model.drafts == [general: "draft"])
        model.take(.edited("of\r\nDOS\r\n\r\n"))
        #expect(model.drafts == [general: "of\nDOS"])
        let long = String(repeating: "y", count: 20_000)
        model.take(.edited(long))
        #expect(model.notice == "a message has 16384 bytes at most, not 20000")
        #expect(model.ring.entries.first == long)
    }
}

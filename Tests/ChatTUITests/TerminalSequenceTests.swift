import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A terminal")
struct TerminalSequenceTests {
    private let xterm = TerminalKind(environment: ["TERM": "xterm-256color"])
    private let tmux = TerminalKind(environment: ["TERM": "tmux-256color", "TMUX": "/tmp/t,1,0"])

    @Test("is told only what its kind understands")
    func kinds() {
        func kind(_ type: String, _ more: [String: String] = [:]) -> TerminalKind {
            TerminalKind(environment: more.merging(["TERM": type]) { $1 })
        }
        for type in ["linux", "vt100", "dumb", ""] {
            let kind = kind(type)
            #expect(!kind.hasWindow && !kind.answers && !kind.hasLinks, "\(type)")
            #expect(kind.notification == .none)
        }
        #expect(xterm.hasWindow && xterm.answers && xterm.hasLinks && !xterm.isInTmux)
        #expect(xterm.notification == .text)
        #expect(kind("foot").notification == .titled)
        #expect(kind("rxvt-unicode-256color").notification == .titled)
        #expect(kind("xterm-256color", ["VTE_VERSION": "7006"]).notification == .titled)
        #expect(kind("screen", ["STY": "1.x"]).notification == .none)
        #expect(!kind("screen", ["STY": "1.x"]).answers)
        #expect(kind("screen-256color", ["TMUX": "x"]).answers)
        #expect(tmux.isInTmux)
    }

    @Test(
        "that says its ground in COLORFGBG is believed",
        arguments: [
            ("15;0", false), ("0;15", true), ("0;default;7", true), ("12;8", false), ("0;9", true),
            ("", nil), ("15;default", nil), ("0;99", nil),
        ]
    )
    func colorFGBG(variable: String, isLight: Bool?) {
        #expect(TerminalKind.isGroundLight(colorFGBG: variable) == isLight)
    }

    @Test("gets notifications by its own sequence, through tmux as well")
    func notifications() {
        func shown(_ kind: TerminalKind) -> String {
            TerminalSequence.notification(title: "bob in #general", text: "hi", on: kind)
        }
        #expect(shown(xterm) == "\u{1b}]9;bob in #general: hi\u{7}")
        #expect(
            shown(TerminalKind(environment: ["TERM": "foot"]))
                == "\u{1b}]777;notify;bob in #general;hi\u{7}"
        )
        #expect(shown(tmux) == "\u{1b}Ptmux;\u{1b}\u{1b}]9;bob in #general: hi\u{7}\u{1b}\\")
        #expect(shown(TerminalKind(environment: ["TERM": "linux"])) == "")
    }

    @Test("gets nothing in a payload that could end it or begin another")
    func payloads() {
        let hostile = "a\u{1b}]52;c;eA==\u{7}b;c\u{9c}d\u{202e}e\n\u{9b}31m\u{1b}\\"
        for kind in [xterm, tmux, TerminalKind(environment: ["TERM": "foot"])] {
            let sequence = TerminalSequence.notification(title: hostile, text: hostile, on: kind)
            let inner = sequence.unicodeScalars.filter { $0 == "\u{7}" || $0 == "\u{1b}" }
            #expect(inner.count == (kind.isInTmux ? 5 : 2), "\(sequence.debugDescription)")
            #expect(!sequence.unicodeScalars.contains { 0x80...0x9f ~= $0.value })
            let parts = sequence.split(separator: ";", omittingEmptySubsequences: false).count
            #expect(parts == (kind.isInTmux ? 3 : kind.notification == .titled ? 4 : 2))
        }
        let title = TerminalSequence.title(hostile)
        #expect(title.unicodeScalars.count { $0 == "\u{1b}" } == 1)
        #expect(title.hasSuffix("\u{7}"))
        // Windows Terminal and ConEmu read a leading digit as a command.
        #expect(
            TerminalSequence.notification(title: "4", text: "1", on: xterm)
                == "\u{1b}]9;#4: 1\u{7}"
        )
        let long = String(repeating: "x", count: 10_000)
        #expect(TerminalSequence.notification(title: "", text: long, on: xterm).count < 300)
    }

    @Test("gets copies as they are, up to a bound")
    func copies() {
        #expect(TerminalSequence.copy("héllo\n", on: xterm) == "\u{1b}]52;c;aMOpbGxvCg==\u{7}")
        #expect(
            TerminalSequence.copy("x", on: tmux)
                == "\u{1b}]52;c;eA==\u{7}\u{1b}Ptmux;\u{1b}\u{1b}]52;c;eA==\u{7}\u{1b}\\"
        )
        let most = String(repeating: "x", count: TerminalSequence.copyLimit)
        #expect(TerminalSequence.copy(most, on: xterm) != nil)
        #expect(TerminalSequence.copy(most + "x", on: xterm) == nil)
    }

    @Test("gets links with an identity, and nothing but an address in them")
    func links() {
        let first = TerminalSequence.beginLink("https://example.org/a")
        #expect(first.hasPrefix("\u{1b}]8;id=b"))
        #expect(first.hasSuffix(";https://example.org/a\u{1b}\\"))
        #expect(first == TerminalSequence.beginLink("https://example.org/a"))
        #expect(first != TerminalSequence.beginLink("https://example.org/b"))
        let hostile = TerminalSequence.beginLink("https://x/\u{1b}\\\u{7}ä ")
        #expect(hostile.hasSuffix(";https://x/\\\u{1b}\\"))
    }

    @Test(
        "answers what stands behind its text",
        arguments: [
            ("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", true), ("\u{1b}]11;rgb:00/00/00\u{7}", false),
            ("\u{1b}]11;rgb:fdf6/e3e3/d5d5\u{7}", true), ("\u{1b}]11;rgba:1/1/1/f\u{7}", false),
        ]
    )
    func answers(bytes: String, isLight: Bool) {
        var parser = KeyParser()
        #expect(parser.feed(Array(bytes.utf8)) == [.ground(isLight: isLight)])
        // The same however it is split.
        var slow = KeyParser()
        #expect(bytes.utf8.flatMap { slow.feed([$0]) } == [.ground(isLight: isLight)])
        #expect(slow.flushAfter == nil)
    }

    @Test(
        "that answers something else is not misunderstood",
        arguments: [
            "\u{1b}]11;rgb:ffff/ffff\u{7}", "\u{1b}]11;?\u{7}", "\u{1b}]10;rgb:ff/ff/ff\u{7}",
            "\u{1b}]11;rgb:zz/ff/ff\u{7}", "\u{1b}P11;rgb:ff/ff/ff\u{1b}\\",
            "\u{1b}]11;rgb:ff/ff/ff" + String(repeating: "f", count: 100) + "\u{7}",
        ]
    )
    func otherAnswers(bytes: String) {
        var parser = KeyParser()
        #expect(parser.feed(Array(bytes.utf8)) == [])
    }

    @Test("says what it is, which ends the questions")
    func attributes() {
        var parser = KeyParser()
        #expect(parser.feed(Array("\u{1b}[?62;22;52c".utf8)) == [.attributes])
        var model = liveModel()
        let before = model.picture
        #expect(model.take(.attributes) == [])
        #expect(model.picture == before)
    }

    @Test("has half a second for the rest of an answer")
    func lateAnswer() {
        var parser = KeyParser()
        #expect(parser.feed(Array("\u{1b}]".utf8)) == [])
        #expect(parser.flushAfter == .milliseconds(500))
        #expect(parser.feed(Array("11;rgb".utf8)) == [])
        #expect(parser.flushAfter == .milliseconds(500))
        #expect(parser.flush() == [])
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A command of one's own")
struct AliasTests {
    @Test(
        "stands for a line, with the words behind it where the line names them",
        arguments: [
            ("/me waves", "/hi", "/me waves"),
            ("/me waves at", "/hi ben and tom", "/me waves at ben and tom"),
            ("/me greets $1", "/hi ben tom", "/me greets ben"),
            ("/me puts $2 on $1", "/HI a b c", "/me puts b on a"),
            ("/say $*!", "/hi so  it is", "/say so  it is!"),
            ("/say $1-$9.", "/hi a", "/say a-."),
            ("/say $ and $x and $0", "/hi more", "/say $ and $x and $0 more"),
            ("/me waves", "/hidden", "/hidden"),
            ("/me waves", "//hi", "//hi"),
            ("/me waves", " /hi", " /hi"),
        ]
    )
    func expands(meaning: String, line: String, expanded: String) {
        var preferences = Preferences()
        preferences.aliases["hi"] = meaning
        #expect(preferences.expanded(line) == expanded)
    }

    @Test("is made, used, shown, listed, kept and ended")
    func life() throws {
        var model = liveModel()
        model.type("/alias wave /me waves at $1\n")
        #expect(model.notice == "/wave is /me waves at $1")
        let posted = model.type("/wave ben\n").compactMap { effect in
            if case .post(let message) = effect { message } else { nil }
        }
        let message = try #require(posted.first)
        #expect(message.text == "waves at ben")
        #expect(message.kind == .action)
        model.press(Key(.up))
        #expect(model.room.editor.text == "/wave ben", "Up brings back what was typed")
        model.press(.control("u"))
        model.type("/alias wave\n")
        #expect(model.notice == "/wave is /me waves at $1")
        model.type("/alias\n")
        #expect(model.notice == "/wave")
        let kept = Preferences(lines: model.writing.preferences.lines)
        #expect(kept.aliases == ["wave": "/me waves at $1"])
        model.type("/alias -wave\n")
        #expect(model.notice == "/wave is no longer an alias")
        #expect(model.writing.preferences.aliases.isEmpty)
    }

    @Test(
        "is refused where it would hide a command, run in a circle, or hold a password",
        arguments: [
            ("join /me waves", "/join is a command already"),
            ("J /me waves", "/j is a command already"),
            ("a b", "an alias stands for a command: /alias a /me waves"),
            ("a /b", "an alias stands for a command: /alias a /me waves"),
            ("a //b", "an alias stands for a command: /alias a /me waves"),
            ("a /login ann secret", "what may hold a password cannot be an alias"),
            ("a /register", "what may hold a password cannot be an alias"),
            ("ä /me waves", "an alias has letters, digits, - and _, at most 32"),
            ("-b", "/b is not an alias"), ("b", "/b is not an alias"),
        ]
    )
    func refuses(argument: String, words: String) {
        var model = liveModel()
        model.type("/alias \(argument)\n")
        #expect(model.notice == words)
        #expect(model.writing.preferences.aliases.isEmpty)
        #expect(model.room.editor.text == "/alias \(argument)", "the line stays")
    }

    @Test("has bounds, also in what was kept")
    func bounds() {
        var model = liveModel()
        let long = String(repeating: "x", count: Preferences.aliasBytes)
        model.type("/alias a /me \(long)\n")
        #expect(model.writing.preferences.aliases.isEmpty)
        let lines = (0..<300).map { "alias a\($0) /me \($0)" } + ["alias / /me", "alias b"]
        let kept = Preferences(lines: lines)
        #expect(kept.aliases.count == Preferences.limit)
    }

    // The help was that of /highlight, and so was what stood behind the line.
    @Test("is explained as what it does, also where its name is the beginning of a command's")
    func explained() {
        var model = liveModel()
        model.type("/alias hi /me waves\n/help hi\n")
        #expect(model.notice == "/hi is /me waves · /me TEXT: say what you do")
        model.type("/hi ")
        #expect(InputLine.hint(of: model) == "/me waves  say what you do")
        model.press(.control("u"))
        model.type("/help hil\n")
        #expect(model.notice?.hasPrefix("/highlight") == true)
    }

    @Test("takes what its command takes, for Tab and for programs")
    func takes() {
        var model = liveModel()
        model.hear(said(1, bob, "hi"))
        model.type("/alias w /whois\n/alias up /upload\n/alias t /topic\n/w b")
        model.press(Key(.tab))
        #expect(model.room.editor.text == "/w bob ")
        model.press(.control("u"))
        model.type("/up ~/do")
        #expect(model.press(Key(.tab)) == [.listPaths("~/do")])
        model.press(.control("u"))
        model.type("/alias ti /set time\n/ti 12")
        model.press(Key(.tab))
        #expect(model.room.editor.text == "/ti 12h ")
        model.press(.control("u"))
        // Of the commands, /t may be several.
        var workspace = Workspace([model])
        let obeyed = workspace.obey("/t")
        #expect(!obeyed.isRefused && obeyed.words == "no topic is set")
    }

    @Test("is offered by Tab")
    func completes() {
        var model = liveModel()
        model.type("/alias zebra /me runs\n")
        model.type("/zeb")
        model.press(Key(.tab))
        #expect(model.room.editor.text == "/zebra ")
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Deleting a message with a reason")
struct DeletingTests {
    /// A room with two messages of bob's and one of one's own.
    private static func talk(_ role: Role = .moderator) -> Model {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        let list = RoomSummary(name: general, topic: "", newest: 0, read: 0, here: 1, role: role)
        model.take(.rooms([list]))
        model.hear(said(1, bob, "one"), said(2, bob, "two"), said(3, anna, "mine"))
        return model
    }

    private static let y = Key(.character("y"))

    @Test("asks for one's own, and shows and sends the reason")
    func own() {
        var model = Self.talk(.member)
        #expect(model.type("/delete wrong room\n") == [])
        #expect(model.picture.contains("why: wrong room"))
        let sent = model.press(Self.y).lastPost
        #expect(sent?.change == MessageChange(target: 3, kind: .delete))
        #expect(sent?.text == "wrong room")
        #expect(model.picture.contains { $0.hasSuffix("anna (taken back: wrong room …)") })
    }

    // There was no command for it, and no way without a screen.
    @Test(
        "asks for another member's newest by name, with a reason or without",
        arguments: [
            ("/delete @bob", 2, ""), ("/delete @BOB spam and more", 2, "spam and more"),
            ("/delete @anna oops", 3, "oops"),
        ] as [(String, Int64, String)]
    )
    func others(line: String, target: Int64, why: String) {
        var model = Self.talk()
        #expect(model.type("\(line)\n") == [])
        let sent = model.press(Self.y).lastPost
        #expect(sent?.change?.target == target && sent?.text == why)
    }

    @Test("is refused beforehand: what is another's is a moderator's to delete")
    func mayNot() {
        var model = Self.talk(.member)
        let words = "only a moderator of #general may do that"
        model.type("/delete @bob")
        #expect(model.picture.contains { $0.contains(words) }, "\(model.picture)")
        #expect(model.type("\n") == [])
        #expect(model.notice == words)
        var moderator = Self.talk()
        #expect(moderator.type("/delete @carol\n") == [])
        #expect(moderator.notice == "nothing of carol is loaded here")
        moderator.press(.control("u"))
        moderator.type("/delete \(String(repeating: "x", count: 513))\n")
        #expect(moderator.notice == "a reason has 512 bytes at most, not 513")
    }

    @Test("asks why by w where another's message is selected, and Esc goes back")
    func selected() {
        var model = Self.talk()
        model.press(.control("s"), Key(.character("k")), Key(.character("d")))
        let row = "y deletes it for everyone · w says why · n keeps it"
        #expect(model.picture.contains(row) && model.picture.contains("two"))
        model.type("wno s")
        model.take(.paste("pam\nhere"))
        #expect(model.picture[23] == "why? › no spam here")
        model.press(Key(.escape))
        #expect(model.picture[23] == "delete? y/n ›")
        model.type("wspam, n or y")
        model.press(Key(.backspace))
        let sent = model.press(Key(.enter)).lastPost
        #expect(sent?.change == MessageChange(target: 2, kind: .delete))
        #expect(sent?.text == "spam, n or ")
        guard case .select(let selection) = model.writing.mode else {
            Issue.record("nothing is selected")
            return
        }
        #expect(selection.seq == 2)
    }

    @Test("keeps by w the whole of a reason that was given, and refuses what is too long")
    func whole() {
        let why = String(repeating: "x", count: 300)
        var model = Self.talk()
        model.type("/delete @bob \(why)\nw")
        #expect(model.press(Key(.enter)).lastPost?.text == why)
        model = Self.talk()
        model.type("/delete @bob\nw")
        model.take(.paste(why + why))
        #expect(model.press(Key(.enter)) == [])
        #expect(model.notice == "a reason has 512 bytes at most, not 513")
    }

    @Test(
        "comes back from w to the reason that was given",
        arguments: [Key(.escape), .control("c"), .control("g")]
    )
    func reasonBack(key: Key) {
        var model = Self.talk()
        model.type("/delete @bob spam\nw and more")
        model.press(key)
        #expect(model.picture.contains("why: spam"), "\(model.picture)")
        #expect(model.press(Self.y).lastPost?.text == "spam")
    }

    @Test("comes back by an empty line to the reason that was given, where there is no screen")
    func plainReasonBack() {
        var workspace = Workspace([Self.talk()])
        for line in ["/delete @bob spam", "w", ""] { #expect(workspace.submit(line) == []) }
        var voice = PlainVoice()
        #expect(voice.lines(of: workspace).contains("Why: spam"))
        #expect(workspace.submit("y").map(\.effect).lastPost?.text == "spam")
    }

    @Test("is asked in lines where there is no screen; the reason is never said in the room")
    func plain() {
        var workspace = Workspace([Self.talk()])
        var voice = PlainVoice()
        _ = voice.lines(of: workspace)
        #expect(workspace.submit("/delete @bob") == [])
        let words = ["Delete for everyone what bob said: two", "Answer y or n, or w to say why."]
        #expect(voice.lines(of: workspace) == words)
        #expect(workspace.submit("w") == [])
        #expect(
            voice.lines(of: workspace)
                == ["Why is it deleted?", "Answer with the reason, or with an empty line."]
        )
        #expect(workspace.submit("") == [])
        #expect(voice.lines(of: workspace) == words)
        #expect(workspace.submit("w") == [])
        #expect(workspace.submit(String(repeating: "x", count: 513)) == [])
        #expect(workspace.model.mistakes == 1)
        let sent = workspace.submit("it is spam").map(\.effect).lastPost
        #expect(sent?.change?.target == 2 && sent?.text == "it is spam")
    }

    // Seen as: Not changed: not now. It was: spam
    @Test(
        "that is refused has no reason told as if that were the message",
        arguments: [(2, "Not changed: not now."), (9, "not changed in #general: not now")]
            as [(Int64, String)]
    )
    func refusedWords(target: Int64, words: String) {
        var model = Self.talk()
        var voice = PlainVoice()
        let key = model.change(.delete, of: target, to: "spam").lastPost?.key ?? ""
        _ = voice.lines(of: model)
        model.take(.refused(key: key, reason: "not now"))
        #expect(voice.lines(of: model) == [words])
    }

    @Test("that is refused brings no reason back as a message, and is tried again with it")
    func refused() {
        var model = Self.talk()
        model.type("/delete @bob spam\n")
        let key = model.press(Self.y).lastPost?.key ?? ""
        model.take(.refused(key: key, reason: "not now"))
        #expect(model.room.history.lines == ["/delete @bob spam"])
        model.press(.control("s"), Key(.character("k")))
        #expect(model.press(Key(.character("r"))).lastPost?.text == "spam")
    }
}

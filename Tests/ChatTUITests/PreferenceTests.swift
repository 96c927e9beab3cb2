import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What the person is told")
struct PreferenceTests {
    private static func away() -> Model {
        var model = liveModel(rooms: [general, random])
        model.hear(said(1, bob, "x", in: random))
        model.type("/room random\n")
        model.type("/room 1\n")
        return model
    }

    @Test("is nothing of a muted room: no bell, no count, no jump")
    func mutes() {
        var model = Self.away()
        model.type("/mute random\n")
        #expect(model.hear(said(2, bob, "anna!", in: random)) == [])
        #expect(!model.picture.contains { $0.contains("random 1") || $0.contains("@1") })
        model.press(.alt("a"))
        #expect(model.frontRoom == general)
        model.press(.control("g"))
        #expect(!model.picture.contains { $0.contains("random") && $0.contains(" new") })
        model.press(Key(.escape))
        var voice = PlainVoice()
        #expect(!voice.lines(of: model).contains { $0.contains("random") })
        model.type("/unmute random\n")
        #expect(model.picture.contains { $0.contains("random @1") })
        #expect(model.hear(said(3, bob, "anna!", in: random)).contains(.bell))
        #expect(model.type("/unmute random\n") == [])
        #expect(model.notice == "random is not muted")
        #expect(model.drafts == [general: "/unmute random"])
    }

    @Test("counts words in quotation marks without these, in the settings and by the command")
    func quoted() {
        var model = liveModel()
        model.type("/set highlights \"foo bar\", baz\n")
        #expect(model.options.highlights == ["foo bar", "baz"])
        model.type("/set highlights \"foo bar\", \"b az\"\n")
        #expect(model.options.highlights == ["foo bar", "b az"])
        model.type("/highlight \"on call\"\n")
        #expect(model.preferences.highlights == ["on call"])
        #expect(model.calls("who is On Call?", by: bob) && model.calls("foo bar", by: bob))
        model.type("/highlight -\"on call\"\n")
        #expect(model.preferences.highlights == [])
    }

    @Test("is muted in no room that the server tells nothing of")
    func mutesNothing() {
        var model = liveModel()
        #expect(model.type("/mute nosuch\n") == [])
        #expect(model.notice?.hasPrefix("nosuch is muted") == true, "nobody has told yet")
        model.preferences.muted = []
        model.take(.rooms([RoomSummary(name: random, topic: "", newest: 0, read: 0, here: 0)]))
        #expect(model.type("/mute nosuch\n") == [])
        #expect(model.notice == "you see no room nosuch; /ignore is for members")
        model.press(.control("u"))
        for line in ["/mute random\n", "/mute @bob\n"] { model.type(line) }
        #expect(model.preferences.muted == [random, room("@bob")])
    }

    @Test(
        "rings for all, for mentions or for nothing",
        arguments: [
            ("all", [true, true]), ("mentions", [false, true]), ("none", [false, false]),
        ]
    )
    func notifies(value: String, rings: [Bool]) {
        var model = liveModel(rooms: [general, random])
        model.press(.control("n"))
        model.type("/notify \(value)\n")
        #expect(model.notice == "random rings for: \(value)")
        model.press(.control("p"))
        let heard = ["words", "anna!"].enumerated().map { number, text in
            // Two calls at once would be one.
            let later = morning.milliseconds + Int64(number) * 10_000
            model.take(.tick(Timestamp(milliseconds: later)))
            return model.hear(said(Int64(number + 1), bob, text, in: random)).contains(.bell)
        }
        #expect(heard == rings)
    }

    @Test("comes back as it was, also what has several lines or blanks")
    func comesBack() {
        var preferences = Preferences()
        preferences.aliases = ["sig": "/say one\nmute general", "two": "/say  a"]
        preferences.highlights = ["on  call", "line\nmute random"]
        preferences.away = "out  for\nmute general"
        preferences.unread = [random: UnreadMark(from: 58, read: 60)]
        preferences.enteredEmpty = [general, random]
        let kept = preferences.lines
        #expect(kept.allSatisfy { !$0.contains("\n") })
        #expect(Preferences(lines: kept) == preferences)
    }

    @Test("can be changed where there is as much as there may be")
    func full() {
        var model = liveModel()
        model.preferences.notify = Dictionary(
            uniqueKeysWithValues: (1..<Preferences.limit).map { (room("r\($0)"), .all) }
        )
        model.type("/notify all\n")
        model.type("/notify none\n")
        #expect(model.preferences.notify[general] == Preferences.Notify.none)
        model.preferences.notify[random] = .all
        model.preferences.notify[general] = nil
        model.type("/notify all\n")
        #expect(model.notice == "\(Preferences.limit) of them are enough")
    }

    @Test("is nothing of an ignored member")
    func ignores() {
        var model = Self.away()
        model.hear(said(1, bob, "before"))
        #expect(model.picture.contains { $0.contains("before") })
        model.type("/ignore BOB\n")
        #expect(!model.picture.contains { $0.contains("before") })
        #expect(model.hear(said(2, bob, "anna!", in: random)) == [])
        model.press(.control("s"))
        #expect(model.notice == "nothing was said here yet")
        model.type("/ignore\n")
        #expect(model.notice == "ignored: BOB")
        model.type("/unignore bob\n")
        #expect(model.picture.contains { $0.contains("before") })
        #expect(model.picture.contains { $0.contains("@1") })
        model.type("/ignore anna\n")
        #expect(model.notice == "that is you")
    }

    // It held from the next start on, and until then what was wanted before.
    @Test("is of who signs in what that one kept, at once, and nothing of who was there before")
    func signsIn() {
        var workspace = Workspace([liveModel(rooms: [general, random])])
        workspace.hear(from: 0, said(1, bob, "words of bob"))
        workspace.type("/alias wave /me waves\n/mute random\n/away lunch\n")
        _ = workspace.take(.signedIn(SignedInAccount(name: alice)), from: 0)
        #expect(workspace.picture.contains { $0.contains("words of bob") })
        let lines = [
            "alias hi /me greets", "highlight tea", "ignore bob", "left elsewhere", "left random",
            "unread general 1 1", "unread later 3 9",
        ]
        workspace.takeOver(Preferences(lines: lines), at: 0)
        #expect(!workspace.picture.contains { $0.contains("words of bob") })
        let model = workspace.model
        #expect(model.preferences.aliases == ["hi": "/me greets"])
        #expect(model.preferences.muted.isEmpty && model.preferences.left == [room("elsewhere")])
        #expect(model.calls("tea?", by: anna) && model.away == "lunch")
        #expect(model.keptPreferences.lines.filter { $0.hasPrefix("unread") }.count == 2)
    }

    // It said that nothing at all was not looked out for, or counted as the name.
    @Test(
        "is called by no word in which nothing can be seen",
        arguments: ["-", "- ", "-\"\"", "\" \"", "\u{200b}"]
    )
    func noWord(argument: String) {
        var model = liveModel()
        model.type("/highlight \(argument)\n")
        #expect(model.notice == "usage: /highlight [[-]WORD]")
        #expect(model.preferences.highlights.isEmpty)
    }

    @Test("is also what has a highlighted word in it, as a word of its own")
    func highlights() {
        var model = Self.away()
        model.type("/highlight Deploy\n")
        #expect(model.hear(said(2, bob, "deployment", in: random)) == [])
        #expect(model.hear(said(3, bob, "the DEPLOY is done", in: random)).contains(.bell))
        #expect(model.picture.contains { $0.contains("@1") })
        model.type("/highlight -deploy\n")
        #expect(!model.picture.contains { $0.contains("@1") })
        model.type("/highlight\n")
        #expect(model.notice == "no words are looked out for but your name")
    }

    @Test("is kept as lines, and damage in them is left out")
    func isKept() {
        var preferences = Preferences()
        preferences.muted = [general, random]
        preferences.notify = [general: .all]
        preferences.ignored = [bob]
        preferences.highlights = ["two words", "x"]
        #expect(
            preferences.lines == [
                "mute general", "mute random", "notify general all", "ignore bob",
                "highlight two words", "highlight x",
            ]
        )
        #expect(Preferences(lines: preferences.lines) == preferences)
        let damaged = [
            "mute", "mute no!pe", "notify general loudly", "", "fly x", "mute general", "away",
            "unread general", "unread general 1", "unread general 0 1", "unread general -1 1",
            "unread general 1 2 3", "unread general 9007199254740992 1", "unread no!pe 1 1",
            "empty", "empty no!pe",
        ]
        #expect(Preferences(lines: damaged).lines == ["mute general"])
    }
}

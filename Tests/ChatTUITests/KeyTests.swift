import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A key")
struct KeyTests {
    @Test("has one meaning")
    func hasOneMeaning() {
        let keys = KeyMap.standard.bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
        let edits = KeyMap.standard.bindings.compactMap {
            if case .edit(let edit) = $0.action { edit } else { nil }
        }
        #expect(Set(edits) == Set(EditAction.allCases))
    }

    @Test(
        "without a meaning changes nothing",
        arguments: [
            Key(.function(9)), Key(.pageUp, .control), .control("x"), .control("]"),
            Key(.tab, .control), Key(.character("ä"), [.alt, .control]), Key(.function(9), .alt),
        ]
    )
    func mayHaveNoMeaning(key: Key) {
        var model = liveModel()
        let before = model.picture
        #expect(model.press(key) == [])
        #expect(model.picture == before)
    }

    @Test("that Alt makes nothing of is Esc and the key: terminals send both alike")
    func behindEscape() {
        var model = liveModel()
        model.hear(said(1, bob, "hi"))
        model.type("?")
        #expect(model.overlay != nil)
        model.press(.alt("h"))
        model.type("ello")
        #expect(model.overlay == nil && model.drafts == [general: "hello"])
        model.press(.control("s"), .alt("x"))
        #expect(model.selection == nil && model.drafts == [general: "hellox"])
        // What Alt has a meaning for is that.
        model.press(.alt("b"))
        #expect(model.room.editor.cursor == 0)
    }

    @Test(
        "with Alt is no Esc where the terminal tells the two apart",
        arguments: [("\u{1b}[120;3u", false), ("\u{1b}[27;3;120~", false), ("\u{1b}x", true)]
    )
    func toldApart(bytes: String, isEscape: Bool) {
        var model = liveModel()
        model.hear(said(1, bob, "hi"))
        model.press(.control("s"))
        var parser = KeyParser()
        for case .key(let key) in parser.feed(bytes.utf8) + parser.flush() {
            #expect(key == .alt("x"))
            model.press(key)
        }
        #expect((model.selection == nil) == isEscape)
        #expect(model.drafts == (isEscape ? [general: "x"] : [:]))
    }

    @Test("behind Esc is a `/` in the line where no other key is made of the two")
    func slashBehindEscape() {
        var faults: [ConfigurationFault] = []
        var model = liveModel(rooms: [general, random])
        let change = KeyMap.Change(action: "last-room", keys: "alt-s", line: 1)
        model.options.keys = KeyMap.standard(with: [change], faults: &faults)
        #expect(faults.isEmpty)
        model.type("?")
        model.press(.alt("/"))
        #expect(model.overlay == nil && model.drafts == [general: "/"])
    }

    @Test("with Alt ends no question, whose rest would land in the line")
    func questionBehindAlt() {
        var model = liveModel()
        model.type("/login bob\nse")
        model.press(.alt("x"))
        model.type("cret")
        #expect(model.drafts.isEmpty)
        var password = Password()
        password.append("secret")
        #expect(model.type("\n") == [.account(.signIn(bob, password))])
    }

    @Test("behind Esc is a command of vi, where the line is edited so")
    func viBehindEscape() {
        var model = liveModel()
        model.options.editing = .vi
        model.type("one")
        model.press(.alt("x"))
        #expect(model.isViNormal && model.drafts == [general: "on"])
    }

    @Test("asks the driver for what only it can do")
    func asksTheDriver() {
        var model = liveModel()
        #expect(model.press(.control("l")) == [.redraw])
        #expect(model.press(.control("z")) == [.suspend])
        #expect(model.press(Key(.function(4))) == [])
        #expect(model.notice == "the stream is open")
        model.take(.stream(.offline(reason: "x", retryAt: morning)))
        #expect(model.press(Key(.function(4))) == [.reconnect])
        #expect(model.press(.control("d")) == [.quit])
    }

    @Test("Ctrl-C clears the line, which can be undone, and then hints")
    func interrupts() {
        var model = liveModel()
        model.type("words")
        #expect(model.press(.control("c")) == [])
        #expect(model.drafts.isEmpty)
        model.press(.control("_"))
        #expect(model.drafts == [general: "words"])
        #expect(model.press(.control("c"), .control("c")) == [])
        #expect(model.notice == "Ctrl-D or /quit leaves")
    }

    @Test("Ctrl-D deletes in a line and does not leave")
    func deletes() {
        var model = liveModel()
        model.type("ab")
        #expect(model.press(.control("a"), .control("d")) == [])
        #expect(model.drafts == [general: "b"])
    }

    @Test("Up and Down go through what was sent in this room, and back to the draft")
    func browsesHistory() {
        var model = liveModel(rooms: [general, random])
        model.type("one\n/topic\ntwo\ndraft")
        var lines: [String] = []
        for key in [Key.Code.up, .up, .up, .up, .down, .down, .down, .down] {
            model.press(Key(key))
            lines.append(model.drafts[general] ?? "")
        }
        #expect(lines == ["two", "/topic", "one", "one", "/topic", "two", "draft", "draft"])
        model.press(.control("n"), Key(.up))
        #expect(model.drafts[random] == nil)
        // A line that came back and was changed is a draft like any other.
        model.press(.control("p"), Key(.up))
        model.type("!")
        model.press(Key(.up), Key(.down))
        #expect(model.drafts[general] == "two!")
    }

    @Test("moves between rooms, each with its own draft")
    func movesBetweenRooms() {
        let third = room("third")
        var workspace = Workspace([liveModel(rooms: [general, random, third])])
        workspace.type("for general")
        workspace.press(.control("n"))
        #expect(workspace.model.frontRoom == random)
        workspace.type("for random")
        workspace.press(.control("p"), .control("p"))
        #expect(workspace.model.frontRoom == third)
        workspace.press(.alt("/"))
        #expect(workspace.model.frontRoom == general)
        workspace.press(.alt("2"))
        #expect(workspace.model.frontRoom == random)
        workspace.press(.alt("9"))
        #expect(workspace.model.frontRoom == random)
        workspace.press(Key(.left, .alt))
        #expect(workspace.model.frontRoom == general)
        #expect(workspace.model.drafts == [general: "for general", random: "for random"])
        workspace.models[0].restoreDraft("not this", in: general)
        workspace.models[0].restoreDraft("this", in: third)
        #expect(
            workspace.model.drafts == [general: "for general", random: "for random", third: "this"]
        )
    }

    @Test("Tab completes names, the last speaker first, then goes through the others")
    func completesNames() {
        var model = liveModel()
        let albert = member("Albert")
        model.hear(said(1, alice, "x"), said(2, albert, "x"), said(3, bob, "x"), said(4, anna, "x"))
        model.type("al")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "Albert: "])
        #expect(Array(model.picture[20...21]) == ["› Albert       bob x", "│ alice       anna x"])
        model.press(Key(.tab))
        #expect(model.drafts == [general: "alice: "])
        model.press(Key(.tab, .shift))
        #expect(model.drafts == [general: "Albert: "])
        model.type("and A")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "Albert: and Albert "])
        model.type("zzz")
        #expect(model.press(Key(.tab)) == [])
        #expect(model.drafts == [general: "Albert: and Albert zzz"])
    }

    @Test("Tab completes commands and rooms")
    func completesCommandsAndRooms() {
        var model = liveModel()
        let summary = RoomSummary(name: room("gardening"), topic: "", newest: 0, read: 0, here: 0)
        model.take(.rooms([summary]))
        model.type("/jo")
        model.press(Key(.tab))
        model.type("ga")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "/join gardening "])
        model.press(.control("u"))
        model.type("see #gen")
        model.press(Key(.tab))
        #expect(model.drafts == [general: "see #general "])
    }

    @Test("a paste of lines stays in the line as one message until Enter")
    func keepsPastes() {
        var model = liveModel()
        #expect(model.take(.paste("one\r\ntwo\rthree")) == [])
        #expect(model.press(Key(.character("e"))) == [.typing(general)])
        #expect(model.drafts == [general: "one\ntwo\nthree"])
        #expect(
            Array(model.picture.suffix(3)) == [
                "[general] › one", "            two", "            three",
            ]
        )
        guard case .post(let message)? = model.press(Key(.enter)).first else {
            Issue.record("nothing was posted")
            return
        }
        #expect(message.text == "one\ntwo\nthree")
    }

    @Test("tells the room that one types, every three seconds, and of no command")
    func tellsOfTyping() {
        var model = liveModel()
        #expect(model.type("/nick") == [])
        model.press(.control("u"))
        #expect(model.type("abc") == [.typing(general)])
        model.take(.tick(morning.adding(milliseconds: 2_999)))
        #expect(model.type("d") == [])
        model.take(.tick(morning.adding(milliseconds: 3_000)))
        #expect(model.type("e") == [.typing(general)])
        #expect(model.type("\n  \n").filter { $0 == .typing(general) } == [.typing(general)])
    }

    @Test("an empty line is not sent")
    func sendsNothing() {
        var model = liveModel()
        #expect(model.press(Key(.enter)) == [])
        #expect(model.type("  \n").filter { if case .post = $0 { true } else { false } } == [])
    }

    @Test("scrolls by pages and comes back to where it was")
    func scrolls() {
        var model = liveModel(80, 12)
        model.take(
            .history(general, (1...60).map { said($0, bob, "m\($0)", minutes: 0) }, atStart: true)
        )
        func last() -> String? { model.picture[9].split(separator: " ").last.map(String.init) }
        var seen = [last()]
        for key in [
            Key(.pageUp), Key(.pageUp), Key(.pageDown), Key(.pageUp, .alt), Key(.pageDown, .alt),
        ] {
            model.press(key)
            seen.append(last())
        }
        #expect(seen == ["m60", "m52", "m44", "m52", "m48", "m52"])
        for _ in 0..<20 { model.press(Key(.pageUp)) }
        #expect(model.picture[1].contains("beginning of #general"))
        #expect(last() == "m7")
        for _ in 0..<20 { model.press(Key(.pageDown)) }
        #expect(last() == "m60")
        #expect(!model.picture.contains { $0.contains("scrolled up") })
    }

    @Test("keeps what shows when one has scrolled up and more comes, or the size changes")
    func keepsItsPlace() {
        var model = liveModel(80, 12)
        model.take(
            .history(general, (1...60).map { said($0, bob, "m\($0)", minutes: 0) }, atStart: true)
        )
        model.press(Key(.pageUp))
        let before = Array(model.picture[1...9])
        for seq in 61...90 as ClosedRange<Int64> { model.hear(said(seq, bob, "m\(seq)")) }
        #expect(Array(model.picture[1...9]) == before)
        #expect(model.picture.contains { $0.contains("30 new below · Esc") })
        model.take(.resize(Size(columns: 30, rows: 12)), .resize(Size(columns: 80, rows: 12)))
        #expect(Array(model.picture[1...9]) == before)
    }
}

@Suite("A question mark")
struct QuestionMarkTests {
    @Test("on an empty line opens the help, and anywhere else is one")
    func help() {
        var model = liveModel()
        model.type("?")
        #expect(model.picture[1] == "The keys you need first" && model.drafts.isEmpty)
        #expect(model.picture.contains { $0.contains("more below: PageDown") })
        // Typed once more, it is what is to be said.
        model.type("?")
        #expect(model.drafts[general] == "?")
        model.type("?")
        #expect(model.drafts[general] == "??")
    }

    // Seen as client F21: the welcome held a row at every start.
    @Test("and the first run's line are gone for good once they were read")
    func welcome() {
        var model = ChatTUITests.model()
        #expect(model.picture.contains { $0.hasPrefix("You are anna") })
        model.press(Key(.escape))
        #expect(!model.picture.contains { $0.hasPrefix("You are anna") })
        var next = ChatTUITests.model()
        next.preferences = Preferences(lines: model.preferences.lines)
        #expect(!next.picture.contains { $0.hasPrefix("You are anna") })
    }

    // Seen as client F19: the reason of a failure was cut off, and could be read nowhere.
    @Test("of how the server is has its answer whole with /status")
    func status() {
        var model = liveModel()
        let reason = String(repeating: "what came is not a stream of events ", count: 4) + "END"
        model.take(.stream(.offline(reason: reason, retryAt: morning)))
        model.type("/status\n")
        let text = model.picture.joined(separator: " ")
        #expect(text.contains("offline: what came") && text.contains("END"))
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

/// Being away, pins, the shell, and what other programs say.
@Suite("Beyond the line")
struct OutsideTests {
    @Test("one who is away reads nothing, is called, and gets the list on coming back")
    func away() {
        var model = liveModel()
        model.hear(said(1, bob, "one"))
        model.wait()
        model.wait()
        #expect(model.room.unread == 0)
        model.type("/away lunch\n")
        #expect(model.picture.contains { $0.contains("away: lunch") })
        let effects = model.hear(said(2, bob, "anna: two"))
        #expect(effects.contains(.bell))
        model.wait(5_000)
        #expect(model.room.unread == 1)
        model.type("/back\n")
        #expect(model.picture.contains { $0.contains("Names you") })
        model.press(Key(.escape))
        model.wait()
        model.wait()
        #expect(model.room.unread == 0)
        model.type("/back\n")
        #expect(model.notice == "you are not away")
    }

    @Test("one who is away is so at the next start, whichever server was in front")
    func awayOutlives() {
        var model = liveModel()
        model.type("/away lunch\n")
        let kept = model.keptPreferences.lines
        #expect(kept.contains("away now lunch"))
        var next = liveModel()
        next.notice = nil
        next.restore(preferences: Preferences(lines: kept))
        #expect(next.notice == "you are away still: nothing is read until /back")
        var workspace = Workspace([liveModel(), next])
        #expect(workspace.models.map(\.away) == ["lunch", nil])
        #expect(workspace.model.picture.contains { $0.contains("away: lunch") })
        _ = workspace.bring(1)
        #expect(workspace.models.map(\.away) == [nil, "lunch"])
        workspace.type("/back\n")
        #expect(workspace.model.away == nil)
        #expect(!workspace.model.keptPreferences.lines.contains { $0.hasPrefix("away") })
        #expect(Preferences(lines: ["away now"]).away == "")
    }

    @Test("a key opens one of the newest links, and asks where there are several")
    func links() {
        var model = liveModel()
        #expect(model.press(.control("o")) == [] && model.notice == "no link is loaded here")
        model.hear(said(1, bob, "https://e.org/1"))
        #expect(model.press(.control("o")) == [.open("https://e.org/1")])
        model.hear(said(2, bob, "https://e.org/2 https://e.org/1 https://e.org/3"))
        model.press(.control("o"))
        #expect(model.press(Key(.character("2"))) == [.open("https://e.org/1")])
        for seq in Int64(3)...20 { model.hear(said(seq, bob, "https://e.org/n\(seq)")) }
        model.press(.control("o"))
        #expect(model.press(Key(.character("9"))) == [.open("https://e.org/n12")])
    }

    @Test("the top row says of which day what shows is, where one has scrolled there")
    func day() {
        var model = liveModel()
        for seq in Int64(1)...40 { model.hear(said(seq, bob, "old", minutes: seq)) }
        for seq in Int64(41)...80 { model.hear(said(seq, bob, "new", minutes: 2_000 + seq)) }
        _ = model.wait(2_100 * 60_000)
        #expect(!model.picture[0].contains("November"))
        model.press(Key(.pageUp))
        #expect(!model.picture[0].contains("November"), "it is today's")
        model.press(Key(.pageUp), Key(.pageUp))
        #expect(model.picture[0].hasSuffix(" Sunday, 22 November 2026"))
    }

    @Test("a pin is kept, listed, gone to, and taken out")
    func pins() {
        var model = liveModel()
        model.hear(said(1, bob, "keep this"), said(2, bob, "not this"))
        model.type("/pin 2\n")
        func kept() -> [Int64]? {
            Preferences(lines: model.preferences.lines).pins[general]?.map(\.seq)
        }
        #expect(kept() == [1])
        model.press(.control("s"), Key(.character("p")), Key(.escape))
        #expect(kept() == [1, 2])
        model.type("/pins\n")
        #expect(model.picture.contains { $0.contains("› #general 07:42 bob: not this") })
        model.press(Key(.down), Key(.enter))
        #expect(model.overlay == nil && model.reading.spot == 1)
        model.type("/pin 2\n")
        #expect(kept() == [2])
        model.type("/pin 7\n")
        #expect(model.notice == "messages that are loaded: 2")
    }

    @Test("what a command of the shell says is shown, or sent where it was asked for")
    func executes() {
        var model = liveModel(rooms: [general, random])
        #expect(model.type("/exec date -u\n") == [.execute("date -u", room: nil)])
        let output = CommandOutput(command: "date -u", lines: ["a\u{1b}[2J"], ending: "")
        model.take(.executed(output, room: nil))
        #expect(model.picture.contains { $0.contains("$ date -u") })
        #expect(model.picture.contains { $0.contains("a␛[2J") })
        #expect(model.type("/exec -o date\n") == [.execute("date", room: general)])
        model.press(.control("n"))
        let one = CommandOutput(command: "date", lines: ["noon"], ending: "")
        let effects = model.take(.executed(one, room: general))
        #expect(effects.count == 1 && model.rooms[0].pending.first?.message.text == "noon")
        #expect(model.frontRoom == random)
        let bad = CommandOutput(command: "date", lines: ["x"], ending: "it ended with 1")
        #expect(model.take(.executed(bad, room: general)) == [])
        #expect(model.picture.contains { $0.contains("it ended with 1") })
        let two = CommandOutput(command: "ls", lines: ["a", "b"], ending: "")
        model.take(.executed(two, room: general))
        #expect(model.rooms[0].pending.last?.message.text == "```\na\nb\n```")
    }

    @Test("what a command of the shell says is sent without a change to where the person is")
    func staysInPlace() {
        var model = liveModel(rooms: [general, random])
        for seq in Int64(1)...60 { model.hear(said(seq, bob, "line \(seq)", in: random)) }
        model.press(.control("n"))
        _ = model.jump(to: 1)
        let (scroll, places) = (model.room.scroll, model.reading.places)
        #expect(scroll != .newest && !places.isEmpty)
        let output = CommandOutput(command: "date", lines: ["noon"], ending: "")
        for name in [general, random] {
            #expect(model.take(.executed(output, room: name)).count == 1)
            #expect(model.reading.places == places && model.reading.spot == 1)
            #expect(model.frontRoom == random && model.room.scroll == scroll)
        }
    }

    @Test("what a command of the shell says is not sent with a part that it did not say")
    func otherOutput() {
        var model = liveModel()
        let output = CommandOutput(command: "x", lines: ["\u{fffd}"], ending: "", fault: "why")
        #expect(model.take(.executed(output, room: general)) == [])
        #expect(model.notice == "not sent: why" && model.room.pending.isEmpty)
        #expect(model.picture.contains { $0.contains("$ x") })
    }

    @Test("what a command of the shell says is never sent in part, and a cut is told")
    func cutOutput() {
        var model = liveModel()
        let lines = (1...CommandOutput.lineLimit + 1).map { "\($0)" }
        let output = CommandOutput(command: "seq 501", lines: lines, ending: "")
        #expect(model.take(.executed(output, room: general)) == [])
        #expect(model.notice == "not sent: it said more than 500 lines")
        model.press(Key(.escape))
        model.take(.executed(output, room: nil))
        for _ in 0..<40 { model.press(Key(.pageDown)) }
        #expect(model.picture.contains { $0.contains("it said more than these 500 lines") })
    }

    @Test("an order that leaves another room goes nowhere")
    func partElsewhere() {
        var first = liveModel(rooms: [general, random, room("dev")])
        first.press(.alt("3"))
        var workspace = Workspace([first])
        #expect(!workspace.obey("#random /part").isRefused)
        #expect(workspace.model.followed == [general, room("dev")])
        #expect(workspace.model.frontRoom == room("dev"))
    }

    @Test("an order asks only where nothing else is asked, and about the room that shows")
    func askingOrders() {
        var first = liveModel(rooms: [general, random])
        first.hear(said(1, anna, "here"), said(1, anna, "there", in: random))
        var workspace = Workspace([first])
        #expect(workspace.obey("#random /delete").isRefused)
        #expect(workspace.press(Key(.character("y"))).map(\.effect) == [.typing(general)])
        workspace.press(.control("u"))
        _ = workspace.take(.paste("two\nlines"))
        #expect(workspace.obey("/delete").isRefused)
        let rows = view(workspace, capabilities: Capabilities()).lines
        #expect(rows.contains { $0.contains("paste of 2 lines") })
        workspace.press(.control("c"))
        #expect(!workspace.obey("/delete").isRefused)
    }

    // The next letter of what somebody typed was the answer, and deleted a message for all.
    @Test("an order asks nothing while a line is typed, and never for a password or the screen")
    func askingWhileTyping() {
        var first = liveModel()
        first.hear(said(1, anna, "here"))
        first.type("not sent\nthe wa")
        var workspace = Workspace([first])
        for line in [
            "/delete", "/quit", "/login", "/login bob", "/register", "/bare", "/editor", "/plain",
        ] {
            let obeyed = workspace.obey(line)
            #expect(obeyed.isRefused && obeyed.effects.isEmpty, "\(line)")
        }
        #expect(workspace.press(Key(.character("y"))).allSatisfy { $0.effect == .typing(general) })
        #expect(workspace.model.drafts == [general: "the way"])
        workspace.press(.control("u"))
        for line in ["/login", "#general /register", "/bare", "/plain"] {
            #expect(workspace.obey(line).isRefused, "\(line)")
        }
        #expect(!workspace.obey("/quit").isRefused)
    }

    @Test("an order that fails is told so, also with signs that no line takes")
    func failing() {
        var workspace = Workspace([liveModel()])
        #expect(workspace.obey("/set theme red\u{7}").isRefused)
        _ = workspace.take(.stream(.offline(reason: "gone", retryAt: nil)), from: 0)
        #expect(workspace.obey("/search words").isRefused)
    }

    @Test("an order is done where it says, and leaves the person's line, place and question")
    func orders() {
        var first = liveModel(rooms: [general, random])
        for seq in 1...60 { first.hear(said(Int64(seq), bob, "line \(seq)")) }
        first.type("my draft")
        first.press(Key(.pageUp))
        var workspace = Workspace([first])
        let before = view(workspace, capabilities: Capabilities()).lines
        let obeyed = workspace.obey("#random hello /there")
        #expect(!obeyed.isRefused && obeyed.effects.count == 1)
        #expect(workspace.model.rooms[1].pending.first?.message.text == "hello /there")
        #expect(view(workspace, capabilities: Capabilities()).lines == before)
        #expect(!workspace.obey("#general also here").isRefused)
        #expect(workspace.model.drafts == [general: "my draft"])
        #expect(workspace.model.room.scroll != .newest)
        #expect(!workspace.obey("#random /me waves").isRefused)
        #expect(workspace.model.rooms[1].pending.last?.message.kind == .action)
        _ = workspace.obey("/room random")
        #expect(workspace.model.frontRoom == random)
    }

    @Test(
        "what is no order is refused with its reason",
        arguments: [
            ("hello", "neither /COMMAND nor #ROOM LINE: hello"), ("", "neither"),
            ("#nowhere hi", "you are not in nowhere; /join nowhere first"),
            ("#A B c", "neither"), ("/fly", "there is no command /fly"),
            ("/set time noon", "time is one of"), ("#x/general hi", "there is no server x"),
            ("//slash", "neither"), ("#general", "neither"),
        ]
    )
    func refused(_ line: String, _ words: String) {
        var workspace = Workspace([liveModel()], names: ["a"])
        let obeyed = workspace.obey(line)
        #expect(obeyed.isRefused || line == "#A B c")
        #expect(obeyed.words?.contains(words) == true || line == "#A B c", "\(obeyed)")
        #expect(obeyed.effects.isEmpty)
        #expect(workspace.model.room.editor.isEmpty)
    }

    @Test("a line that is too long for a message is refused, and no part of it is said")
    func tooLong() {
        let fits = String(repeating: "x", count: LineEditor.byteLimit)
        let words = "a message has 16384 bytes at most, not 16385"
        var workspace = Workspace([liveModel()])
        let obeyed = workspace.obey("#general x" + fits)
        #expect(obeyed.isRefused && obeyed.words == words && obeyed.effects.isEmpty)
        #expect(workspace.obey("#general " + fits).effects.count == 1)
        var model = liveModel()
        #expect(model.submit("x" + fits).isEmpty && model.notice == words)
        #expect(model.submit(fits).count == 1)
    }

    @Test("an order may name the server")
    func ordersOfServers() {
        var workspace = Workspace([liveModel(), liveModel()], names: ["a", "b"])
        let obeyed = workspace.obey("#b/general hi")
        #expect(obeyed.effects.map(\.server) == [1])
        #expect(workspace.front == 0)
    }

    @Test(
        "a log says what is missing, and nothing where a room's numbers begin anew",
        arguments: [
            (3, 7, "-- events 4 to 6 were not here"), (3, 5, "-- event 4 was not here"),
            (3, 4, nil), (3, 1, nil), (0, 9, nil),
        ] as [(Int64, Int64, String?)]
    )
    func missing(seq: Int64, next: Int64, line: String?) {
        #expect(LogLines.missing(after: seq, before: next) == line)
    }

    @Test("a log has one line for each line said, with when, which and who")
    func logLines() {
        let text = "one\n\u{1b}two"
        #expect(
            LogLines.of(said(3, bob, text, minutes: 1), in: .fixed(0)) == [
                "2026-11-22 07:41:00 [3] bob: one", "2026-11-22 07:41:00 [3] bob: ␛two",
            ]
        )
        let change = event(4, bob, .edit(target: 3, text: "uno"), minutes: 1)
        #expect(
            LogLines.of(change, in: .fixed(0)) == ["2026-11-22 07:41:00 [4] bob changed [3]: uno"]
        )
        let others = [
            event(4, alice, .delete(target: 3, reason: "spam\n--"), minutes: 1),
            event(5, alice, .room(RoomChange(topic: "tea")), minutes: 1),
        ]
        #expect(
            others.flatMap { LogLines.of($0, in: .fixed(0)) } == [
                "2026-11-22 07:41:00 [4] alice deleted [3]: spam⏎--",
                "2026-11-22 07:41:00 [5] -- alice set the topic: \"tea\"",
            ]
        )
        #expect(
            LogLines.of(event(5, bob, .react(target: 3, emoji: "x", on: true)), in: .fixed(0)) == []
        )
        #expect(
            LogLines.day(of: said(3, bob, "x", minutes: 0), in: .fixed(17 * 3_600)) == "2026-11-23"
        )
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The plain voice")
struct PlainVoiceTests {
    private var model = liveModel(rooms: [general, random])
    private var voice = PlainVoice()

    init() {
        // What is said at the start is a test of its own.
        _ = voice.lines(of: model)
    }

    @Test("says at the start where one is, and what to do")
    func start() {
        var voice = PlainVoice()
        var model = ChatTUITests.model(rooms: [general])
        #expect(
            voice.lines(of: model) == [
                "Connecting to http://127.0.0.1:8080.",
                "You are in #general. Each line that you type is sent; /help lists the commands.",
            ]
        )
        #expect(voice.lines(of: model) == [])
        model.take(.stream(.offline(reason: "it is gone", retryAt: morning)))
        #expect(voice.lines(of: model) == ["Offline: it is gone. Trying again."])
        model.take(.stream(.offline(reason: "it is gone", retryAt: morning)))
        model.take(.stream(.connecting(server: "x")))
        #expect(voice.lines(of: model) == [])
        model.take(.stream(.live))
        #expect(voice.lines(of: model) == ["Connected as anna."])
    }

    @Test(
        "answers every line, also the same one again",
        arguments: ["/mute", "/topic", "/bogus", "/catchup", "/status", "/help", "/pins"]
    )
    mutating func again(line: String) {
        var answers: [[String]] = []
        for _ in 0..<2 {
            voice.noteLine()
            _ = model.submit(line)
            answers.append(voice.lines(of: model))
        }
        #expect(!answers[0].isEmpty && answers[0] == answers[1])
        #expect(voice.lines(of: model) == [])
    }

    @Test("says a list when it has come, and not again when it changes later")
    mutating func listsOnce() {
        let members = { (names: [MemberName]) in
            Input.members(
                general,
                names.map { MemberSummary(name: $0, role: .member, isHere: true) }
            )
        }
        model.take(members([anna]))
        voice.noteLine()
        _ = model.submit("/names")
        #expect(voice.lines(of: model) == [])
        model.take(members([anna, bob]))
        #expect(voice.lines(of: model) == ["In #general: 2, of them here: 2", "* anna", "* bob"])
        model.take(members([anna, bob, alice]))
        #expect(voice.lines(of: model) == [])
        voice.noteLine()
        _ = model.submit("/names")
        model.take(.stream(.offline(reason: "gone", retryAt: nil)))
        #expect(voice.lines(of: model).contains("* alice"))
    }

    @Test("says each message once, with who said it and when, every line of it")
    mutating func messages() {
        model.hear(said(1, bob, "hello\nof two lines"))
        let waves = Message(text: "waves", kind: .action)
        model.hear(event(2, alice, .message(waves)))
        #expect(
            voice.lines(of: model) == [
                "07:41 bob: hello", "  of two lines", "07:42 * alice waves",
            ]
        )
        #expect(voice.lines(of: model) == [])
    }

    @Test("says in words what a screen shows by signs")
    mutating func changes() {
        model.hear(said(1, bob, "hello"), said(2, alice, "hi anna"))
        let answer = Message(text: "so?", replyTo: 1)
        model.hear(event(3, bob, .message(answer)), event(4, bob, .edit(target: 1, text: "bye")))
        model.hear(event(5, bob, .delete(target: 2, reason: "why")))
        model.hear(event(6, alice, .react(target: 1, emoji: "+1", on: true)))
        model.hear(event(7, alice, .member(alice, role: .member)))
        #expect(
            voice.lines(of: model) == [
                "07:41 bob: hello", "07:42 alice calls you: (deleted by bob: why)",
                "07:43 bob answers bob's message \"hello\": so?",
                "07:44 bob changed bob's message \"hello\" to: bye",
                "07:45 bob deleted alice's message \"hi anna\": why",
                "07:46 alice put +1 on bob's message \"hello\"", "07:47 -- alice joined",
            ]
        )
    }

    // Seen as: alice deleted carol's message "hi": rude, and "x".
    @Test("quotes words so that nobody can put some behind them")
    mutating func forgedQuotation() {
        model.hear(said(1, bob, "hi\": rude, and \"x\"\u{301}"))
        _ = voice.lines(of: model)
        model.hear(event(2, alice, .delete(target: 1)))
        #expect(
            voice.lines(of: model) == [
                "07:42 alice deleted bob's message \"hi': rude, and 'x'\u{301}\"."
            ]
        )
    }

    // Seen as: 07:41 -- alice set the topic: tea.
    @Test("lets no action read as what the server tells")
    mutating func forgedChange() {
        let forged = Message(text: "alice set the topic: \"tea\"", kind: .action)
        model.hear(event(1, member("--"), .message(forged)))
        model.hear(event(2, alice, .room(RoomChange(topic: "tea"))))
        #expect(
            voice.lines(of: model) == [
                "07:41 * -- alice set the topic: \"tea\"", "07:42 -- alice set the topic: \"tea\"",
            ]
        )
    }

    @Test("says a file's name once, and what was said with it")
    mutating func files() {
        let file = FileReference(name: "a b.pdf", size: 9, type: "x", sha256: "y", url: "/f")
        for (seq, text) in [(1, "a b.pdf"), (2, "look")] as [(Int64, String)] {
            model.hear(event(seq, bob, .message(Message(text: text, file: file))))
        }
        #expect(
            voice.lines(of: model) == [
                "07:41 bob: (file a b.pdf, 9 bytes)", "07:42 bob: look (file a b.pdf, 9 bytes)",
            ]
        )
    }

    // At each start it said that empty messages were taken back or changed.
    @Test("says of a message whose words are gone that it was taken back, and nothing more")
    mutating func goneWords() {
        let page = [
            said(1, bob, "one"), said(2, bob, ""), event(3, bob, .edit(target: 1, text: "uno")),
            event(4, bob, .edit(target: 2, text: "")),
            event(5, alice, .react(target: 2, emoji: "+1", on: true)),
            event(6, bob, .delete(target: 2)),
        ]
        model.take(.history(general, page, atStart: true))
        #expect(
            voice.lines(of: model) == [
                "07:41 bob: one", "07:42 bob: (taken back)",
                "07:43 bob changed bob's message \"one\" to: uno",
            ]
        )
        // One that comes before the event that took it back.
        model.hear(said(7, bob, ""))
        #expect(voice.lines(of: model) == ["07:47 bob: (deleted)"])
        model.hear(event(8, alice, .delete(target: 7)))
        #expect(voice.lines(of: model) == ["07:48 alice deleted a message of bob."])
    }

    @Test("quotes no words of a message that is older than what it says, and gone")
    mutating func goneBefore() {
        var page = [said(1, bob, "", minutes: 0)]
        for seq in Int64(2)...21 { page.append(said(seq, bob, "m", minutes: 0)) }
        page.append(event(22, alice, .edit(target: 1, text: ""), minutes: 0))
        page.append(event(23, alice, .delete(target: 1), minutes: 0))
        model.take(.history(general, page, atStart: true))
        let lines = voice.lines(of: model)
        #expect(lines.last == "07:40 alice deleted a message of bob.")
        #expect(!lines.contains { $0.contains("changed") })
    }

    @Test("says who is here also where nobody has spoken yet")
    mutating func unwritten() {
        model.type("/names\n")
        #expect(voice.lines(of: model) == [])
        model.take(.members(general, []))
        #expect(voice.lines(of: model) == ["In #general: 1, of them here: 1", "* anna"])
    }

    @Test("does not repeat what was typed, but says what another client of one's own said")
    mutating func own() {
        let effects = model.submit("my words")
        guard
            case .post(let message)? = effects.first(where: {
                if case .post = $0 { true } else { false }
            })
        else {
            Issue.record("nothing was posted: \(effects)")
            return
        }
        #expect(voice.lines(of: model) == [])
        model.hear(said(1, anna, "my words", key: message.key), said(2, anna, "elsewhere"))
        #expect(voice.lines(of: model) == ["07:42 anna: elsewhere"])
    }

    @Test("says why a message was refused, once")
    mutating func refused() {
        let effects = model.submit("too much")
        guard case .post(let message)? = effects.first else { return }
        model.take(.refused(key: message.key, reason: "it is too long"))
        #expect(voice.lines(of: model) == ["Not sent: it is too long. It was: too much"])
        #expect(voice.lines(of: model) == [])
    }

    // A change that was refused was told by its number at the end alone.
    @Test("says why a change was refused, once, and what it was")
    mutating func refusedChange() {
        model.hear(said(1, anna, "mine"))
        _ = model.submit("/edit other")
        _ = voice.lines(of: model)
        model.take(.refused(key: "k-1", reason: "it is too late"))
        #expect(voice.lines(of: model) == ["Not changed: it is too late. It was: other"])
        #expect(voice.lines(of: model) == [])
        _ = model.submit("/edit more")
        model.hear(event(2, bob, .delete(target: 1)))
        _ = voice.lines(of: model)
        model.take(.refused(key: "k-2", reason: "it is gone"))
        #expect(voice.lines(of: model) == ["not changed in #general: it is gone: more"])
        #expect(voice.lines(of: model) == [])
    }

    @Test("counts what is unread elsewhere, and gives whole what calls one")
    mutating func elsewhere() {
        model.hear(said(1, bob, "one", in: random))
        #expect(voice.lines(of: model) == ["1 unread in #random."])
        model.hear(said(2, bob, "two", in: random), said(3, bob, "anna!", in: random))
        #expect(voice.lines(of: model) == ["07:43 bob calls you in #random: anna!"])
        model.take(.tick(morning.adding(milliseconds: 31_000)))
        #expect(voice.lines(of: model) == ["3 unread in #random."])
        // What was not said yet comes when one goes there.
        model.hear(said(4, bob, "four", in: random))
        _ = model.submit("/join random")
        #expect(voice.lines(of: model).suffix(1) == ["07:44 bob: four"])
    }

    @Test("says the newest of what a room holds when one comes to it")
    mutating func firstMessages() {
        for seq in Int64(1)...100 { model.hear(said(seq, bob, "m\(seq)", minutes: 0)) }
        let lines = voice.lines(of: model)
        #expect(lines.count == PlainVoice.firstMessages)
        #expect(lines.last == "07:40 bob: m100")
        // Older ones that come as history are not new.
        model.take(.history(general, [said(0, bob, "x")], atStart: true))
        #expect(voice.lines(of: model) == [])
    }

    @Test("gives the help and every list in lines, and mistakes in a sentence")
    mutating func lists() {
        _ = model.submit("/help")
        let help = voice.lines(of: model)
        #expect(help.contains { $0.hasPrefix("/join ROOM [CODE]: ") })
        #expect(voice.lines(of: model) == [])
        _ = model.submit("/nothing")
        #expect(voice.lines(of: model).contains { $0.contains("there is no command /nothing") })
        _ = model.submit("/help")
        #expect(voice.lines(of: model) == help)
    }

    @Test("lets nothing of a hostile text reach the terminal")
    mutating func hostile() {
        model.hear(said(1, bob, "\u{1b}[31mred\u{202e}x\u{7}\r\n\u{9b}1m"))
        model.hear(event(2, bob, .react(target: 1, emoji: "\u{1b}[1m", on: true)))
        model.hear(event(3, bob, .room(RoomChange(topic: "\u{1b}]0;x\u{7}"))))
        model.hear(event(4, bob, .delete(target: 1, reason: "\u{1b}[2J\n\u{9b}1m")))
        model.take(.stream(.offline(reason: "\u{1b}c", retryAt: morning)))
        for line in voice.lines(of: model) {
            #expect(
                line.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7f...0x9f ~= $0.value) && $0 != "\u{202e}"
                },
                "\(line.debugDescription)"
            )
        }
    }
}

@Suite("Questions without a screen")
struct PlainQuestionTests {
    // Seen as client F5: without a screen a question was not shown, and its answer was posted.
    @Test("are said, and no answer is posted")
    func delete() {
        var workspace = Workspace([liveModel()])
        var voice = PlainVoice()
        workspace.hear(from: 0, said(1, anna, "mine"))
        _ = voice.lines(of: workspace)
        #expect(workspace.submit("/delete") == [])
        #expect(voice.lines(of: workspace) == ["Take back for everyone: mine", "Answer y or n."])
        #expect(workspace.submit("what?") == [])
        #expect(voice.lines(of: workspace) == ["that is not an answer"])
        #expect(workspace.submit("yesterday it worked") == [])
        #expect(workspace.submit("y not") == [])
        let effects = workspace.submit("yes").map(\.effect)
        guard case .post(let change)? = effects.first, effects.count == 1 else {
            Issue.record("\(effects)")
            return
        }
        #expect(change.change?.kind == .delete)
    }

    @Test("are left by no, and by an empty line")
    func no() {
        for answer in ["n", "No", "", "  "] {
            var workspace = Workspace([liveModel()])
            workspace.hear(from: 0, said(1, anna, "mine"))
            #expect(workspace.submit("/delete") == [] && workspace.submit(answer) == [])
            // What is typed next is said again.
            #expect(workspace.submit("hi").count == 1)
        }
    }

    // Seen as client F5: without a screen results of a search did not show.
    @Test("and results are said, and the help has no keys")
    func results() {
        var workspace = Workspace([liveModel(rooms: [general, random])])
        var voice = PlainVoice()
        _ = voice.lines(of: workspace)
        workspace.hear(from: 0, said(1, bob, "anna?", in: random))
        _ = voice.lines(of: workspace)
        _ = workspace.submit("/catchup")
        let lines = voice.lines(of: workspace)
        #expect(lines.first == "Unread in all rooms; /room NAME goes there.")
        #expect(lines.contains { $0.contains("bob: anna?") })
        let effects = workspace.submit("/search tab").map(\.effect)
        guard case .search(let request)? = effects.first else { return }
        _ = workspace.take(.found(request.number, [said(1, bob, "tab")], isDone: false), from: 0)
        #expect(voice.lines(of: workspace) == [])
        _ = workspace.take(.found(request.number, [], isDone: true), from: 0)
        let found = voice.lines(of: workspace)
        #expect(found.first == "\"tab\": 1 found" && found.last?.hasSuffix("bob: tab") == true)
        _ = workspace.submit("/help")
        let help = voice.lines(of: workspace)
        #expect(!help.contains { $0.contains("Esc") || $0.contains("PageDown") })
        #expect(!help.contains { $0.hasPrefix("/copy") || $0.hasPrefix("/bare") })
    }
}

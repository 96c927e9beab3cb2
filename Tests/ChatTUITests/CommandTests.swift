import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A slash command")
struct CommandTests {
    @Test(
        "is known in any case, by an alias and by a unique beginning",
        arguments: [
            (
                "/join random",
                [Effect.follow([general, random]), .loadHistory(random, before: nil)]
            ),
            ("/J #Random", [.follow([general, random]), .loadHistory(random, before: nil)]),
            ("/jo random", [.follow([general, random]), .loadHistory(random, before: nil)]),
            ("/TOPIC a new one", [.setTopic(general, "a new one")]),
            ("/to x", [.setTopic(general, "x")]),
            ("/names", [.loadMembers(general)]), ("/who", [.loadMembers(general)]),
            ("/nick Ann", [.rename(member("ann"))]), ("/quit", [.quit]), ("/exit", [.quit]),
            ("/q", [.quit]),
            ("/topic", []), ("/help", []),
        ] as [(String, [Effect])]
    )
    func isKnown(line: String, effects: [Effect]) {
        var model = liveModel()
        #expect(model.type("\(line)\n") == effects)
        #expect(model.drafts[general] == nil)
    }

    @Test(
        "that is none, or wrong, is told and never sent",
        arguments: [
            (
                "/frobnicate now",
                "there is no command /frobnicate; // begins a message with a slash"
            ),
            ("/", "there is no command /; // begins a message with a slash"),
            ("/usr/bin/env", "there is no command /usr/bin/env; // begins a message with a slash"),
            ("/n", "/n may be /names, /nick, /notify"),
            (" /quit", "a blank stands before the slash: remove it, or write // for a slash"),
            ("/join", "usage: /join ROOM [CODE]"), ("/me", "usage: /me TEXT"),
            ("/nick", "usage: /nick NAME"),
            ("/join no!pe", "the name has \"!\" where it may not"),
            ("/nick bad name?", "usage: /nick NAME"),
            ("/jo random extra more", "usage: /join ROOM [CODE]"),
            ("/nick b\u{e4}d", "the name has U+E4 where it may not"),
            (
                "/topic " + String(repeating: "x", count: 513),
                "a topic has 512 bytes at most, not 513"
            ),
        ] as [(String, String)]
    )
    func isRefused(line: String, words: String) {
        var model = liveModel()
        let effects = model.type("\(line)\n")
        #expect(effects.filter { if case .typing = $0 { false } else { true } } == [])
        #expect(model.notice == words)
        #expect(model.drafts == [general: line])
        #expect(model.picture.contains { $0.hasPrefix(words.prefix(60)) })
    }

    @Test("of two slashes is a message with one")
    func sendsASlash() {
        var model = liveModel()
        let effects = model.type("//quit is a command\n")
        guard case .post(let message)? = effects.last else {
            Issue.record("nothing was posted")
            return
        }
        #expect(message.text == "/quit is a command")
    }

    @Test("of action says what one does")
    func acts() {
        var model = liveModel()
        guard case .post(let message)? = model.type("/me waves at all\n").last else {
            Issue.record("nothing was posted")
            return
        }
        #expect(message.kind == .action && message.text == "waves at all")
        #expect(model.picture.contains("  …              * anna waves at all"))
    }

    @Test("changes the prompt and shows its usage while it is typed")
    func showsItsUsage() {
        var model = liveModel()
        model.type("/")
        #expect(model.picture[23] == "command › /")
        let first = "│ /join ROOM [CODE]  enter a room, made if it is not there, or by a code"
        #expect(model.picture[14] == first)
        model.type("no")
        #expect(
            model.picture[23]
                == "command › /no  /notify [all|mentions|none]  what this room rings for"
        )
        model.press(.control("u"))
        model.type("/ni")
        #expect(model.picture[23] == "command › /ni  /nick NAME  speak under another name")
        model.type("ck ")
        #expect(model.picture[23] == "command › /nick   NAME  speak under another name")
        model.press(.control("u"))
        model.type("//")
        #expect(model.picture[23] == "[general] › //")
    }

    @Test("of names shows who is here")
    func showsNames() {
        var model = liveModel()
        model.type("/names\n")
        model.take(
            .members(
                general,
                [
                    MemberSummary(name: bob, role: .owner, isHere: false),
                    MemberSummary(name: alice, role: .member, isHere: true),
                ]
            )
        )
        #expect(
            Array(model.picture[1...3]) == [
                "In #general: 2, of them here: 1", "  * alice", "    bob  owner",
            ]
        )
        #expect(model.picture[0].hasSuffix("1 here"))
        model.press(Key(.escape))
        #expect(!model.picture[1].contains("In #general"))
    }

    @Test("leaves rooms, though not the last one")
    func leavesRooms() {
        var model = liveModel(rooms: [general, random])
        #expect(model.type("/part\n") == [.follow([random])])
        #expect(model.frontRoom == random)
        #expect(model.type("/part\n") == [])
        #expect(model.notice == "this is your only room; /quit leaves the client")
        #expect(model.drafts == [random: "/part"])
        model.press(.control("u"))
        #expect(model.type("/part general\n") == [])
        #expect(model.notice == "you are not in general")
    }

    @Test("has a name, aliases and a place in the help of its own")
    func isInTheHelp() {
        var model = liveModel(200, 60)
        model.type("/help\n")
        let names = Command.all.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        #expect(
            Command.Kind.allCases.allSatisfy { kind in Command.all.contains { $0.kind == kind } }
        )
        let rows = OverlayRows.of(model).map { $0.cells.map(\.text).joined() }
        for command in Command.all {
            #expect(command.usage.hasPrefix("/\(command.name)"))
            #expect(rows.contains { $0.contains(command.usage) && $0.contains(command.help) })
        }
        for binding in KeyMap.standard.bindings {
            guard let label = binding.label else { continue }
            #expect(rows.contains { $0.contains(label) && $0.contains(binding.help) })
        }
    }
}

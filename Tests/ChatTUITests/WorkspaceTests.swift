import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Several servers")
struct WorkspaceTests {
    private static let dev = room("dev")

    @Test("begin with what each of them begins with alone")
    func begins() {
        var workspace = Workspace([model(), model(rooms: [ops])], names: ["work", "home"])
        let effects = workspace.start()
        #expect(effects.filter { $0.server == 0 }.map(\.effect).first == .follow([general]))
        #expect(effects.filter { $0.server == 1 }.map(\.effect).first == .follow([ops]))
        #expect(workspace.place == "work/general")
    }

    @Test("are one round of rooms: past the last of one comes the first of the next")
    func rounds() {
        var workspace = workspace()
        var places: [String] = []
        for _ in 1...5 {
            workspace.press(.control("n"))
            places.append(workspace.place)
        }
        #expect(places == ["work/dev", "home/general", "home/ops", "work/general", "work/dev"])
        workspace.press(.control("p"), .control("p"))
        #expect(workspace.place == "home/ops")
    }

    @Test("are counted through by Alt-1 to 9 and by /room, and Alt-/ goes back over them")
    func numbers() {
        var workspace = workspace()
        workspace.press(.alt("4"))
        #expect(workspace.place == "home/ops")
        workspace.press(.alt("/"))
        #expect(workspace.place == "work/general")
        workspace.press(.alt("/"))
        #expect(workspace.place == "home/ops")
        workspace.press(.alt("9"))
        #expect(workspace.place == "home/ops")
        workspace.type("/room 2\n")
        #expect(workspace.place == "work/dev")
        workspace.type("/room op\n")
        #expect(workspace.place == "home/ops")
        workspace.type("/room nowhere\n")
        #expect(workspace.place == "home/ops")
        #expect(workspace.model.notice?.hasPrefix("you are in no room with nowhere") == true)
    }

    @Test("are gone to by /server with a name, its beginning or a number")
    func server() {
        var workspace = workspace()
        workspace.type("/server HOME\n")
        #expect(workspace.place == "home/general")
        workspace.type("/server wo\n")
        #expect(workspace.place == "work/general")
        workspace.type("/server 2\n")
        #expect(workspace.place == "home/general")
        workspace.type("/server o\n")
        #expect(workspace.model.notice == "it may be: work, home")
        workspace.type("/server moon\n")
        #expect(workspace.model.notice == "there is no server moon: work, home")
        workspace.type("/server w")
        workspace.press(Key(.tab))
        #expect(workspace.model.room.editor.text == "/server work ")
    }

    @Test("keep what is typed on each, share what was cut, and post each over its own driver")
    func lines() {
        var workspace = workspace()
        workspace.type("cut this")
        workspace.press(.control("u"))
        workspace.type("draft")
        workspace.press(.alt("3"), .control("y"))
        #expect(workspace.model.room.editor.text == "cut this")
        let effects = workspace.press(Key(.enter))
        #expect(effects.map(\.server) == [home])
        #expect(effects.first?.effect.isPost == true)
        workspace.press(.alt("1"))
        #expect(workspace.model.room.editor.text == "draft")
        #expect(workspace.models[home].hasUnsent && !workspace.models[0].hasUnsent)
    }

    @Test("share the mouse, the size, the light ground and the time")
    func shared() {
        var workspace = workspace()
        workspace.press(.alt("m"), .alt("3"))
        #expect(view(workspace, capabilities: Capabilities()).takesMouse)
        _ = workspace.take(.resize(Size(columns: 40, rows: 10)))
        _ = workspace.take(.ground(isLight: true))
        workspace.wait()
        #expect(workspace.models.allSatisfy { $0.size == Size(columns: 40, rows: 10) })
        #expect(workspace.models.allSatisfy { $0.isGroundLight && $0.now == workspace.model.now })
    }

    @Test("read nothing that is not in front, and what came is below the unread line then")
    func reading() {
        var workspace = workspace()
        workspace.press(.alt("3"))
        workspace.hear(from: home, said(1, bob, "one"))
        workspace.wait()
        workspace.press(.alt("1"))
        workspace.hear(from: home, said(2, bob, "two"), said(3, bob, "three"))
        workspace.wait(60_000)
        #expect(workspace.models[home].rooms[0].unread == 2)
        let shown = workspace.press(.alt("3"))
        #expect(!shown.contains { $0.effect.isMark })
        #expect(workspace.picture.contains { $0.contains(" 2 new ") })
        let read = workspace.wait()
        #expect(read == [ServerEffect(server: home, effect: .markRead(general, seq: 3))])
    }

    @Test("call from behind with the server's name, once for what comes from two together")
    func calls() {
        var workspace = workspace()
        workspace.wait(10_000)
        let call = said(1, bob, "anna: here?")
        let effects = workspace.take(.event(.durable(call)), from: home).effects.map(\.effect)
        #expect(effects == [.bell, .notify(title: "bob in #general (home)", text: "anna: here?")])
        let other = said(1, bob, "anna!", in: Self.dev)
        #expect(workspace.take(.event(.durable(other)), from: 0).effects == [])
        #expect(workspace.models[0].rooms[1].mentions == 1)
    }

    @Test("ask before leaving for what any of them has not sent")
    func leaving() {
        var workspace = workspace()
        #expect(workspace.press(.control("d")) == [ServerEffect(server: 0, effect: .quit)])
        workspace.press(.alt("3"))
        workspace.type("not sent\n")
        workspace.press(.alt("1"))
        #expect(workspace.press(.control("d")) == [])
        #expect(workspace.picture.contains { $0.contains("1 not sent yet") })
        #expect(workspace.type("y") == [ServerEffect(server: 0, effect: .quit)])
    }

    @Test("say of what waits for a server of /connect that it is sent when one connects again")
    func visited() {
        var workspace = Workspace([liveModel()])
        _ = workspace.connect(ChatTUITests.model(), name: "b")
        workspace.type("not sent\n")
        #expect(workspace.press(.control("d")) == [])
        let words = "1 not sent yet, sent when you /connect http://127.0.0.1:8080 again"
        #expect(workspace.models[1].unsent.words == words)
        #expect(workspace.models[0].unsent.words == nil)
    }

    @Test("wake up for what shows and what is due, not for a countdown that does not show")
    func wakes() {
        var workspace = workspace()
        let retryAt = workspace.model.now.adding(milliseconds: 30_000)
        _ = workspace.take(.stream(.offline(reason: "refused", retryAt: retryAt)), from: home)
        #expect(workspace.wakeAt == nil)
        workspace.press(.alt("3"))
        #expect(workspace.wakeAt == workspace.model.now.adding(milliseconds: 1_000))
    }

    @Test("redraw for a server behind only when what shows of it changes")
    func redraws() {
        var workspace = workspace()
        let presence = Event.ephemeral(.presence(room: general, user: bob, here: true))
        #expect(workspace.shows(.event(presence), from: 0) == true)
        #expect(workspace.shows(.event(presence), from: home) == false)
        #expect(workspace.shows(.history(ops, [], atStart: true), from: home) == false)
        #expect(workspace.hear(from: home, said(1, bob, "x")) == true)
        // The same once more changes no count.
        #expect(workspace.hear(from: home, said(1, bob, "x")) == false)
        let offline = StreamHealth.offline(reason: "gone", retryAt: morning)
        #expect(workspace.shows(.stream(offline), from: home) == true)
        #expect(workspace.shows(.stream(offline), from: home) == false)
        #expect(workspace.shows(.tick(workspace.model.now.adding(milliseconds: 8))) == false)
        #expect(workspace.shows(.tick(workspace.model.now.adding(milliseconds: 1_000))) == true)
        workspace.press(.control("g"))
        #expect(workspace.shows(.stream(offline), from: home) == true)
        #expect(workspace.shows(.stream(offline), from: 7) == false)
    }

    @Test("may be one alone: no driver sees what the workspace does")
    func alone() {
        var workspace = Workspace([liveModel(120, 36, rooms: [general, random])], names: ["x"])
        let effects = workspace.press(
            .control("n"),
            .control("n"),
            .alt("a"),
            .alt("/"),
            .control("g"),
            Key(.down),
            Key(.enter),
            Key(.function(2)),
            Key(.escape),
            .alt("2"),
            .control("d")
        )
        #expect(!effects.contains { if case .workspace = $0.effect { true } else { false } })
        #expect(effects.last?.effect == .quit)
        workspace.type("/server\n")
        #expect(workspace.model.notice?.contains("is the only server") == true)
    }
}

extension Effect {
    fileprivate var isMark: Bool { if case .markRead = self { true } else { false } }
}

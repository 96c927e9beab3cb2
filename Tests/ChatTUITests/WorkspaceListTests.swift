import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The lists over several servers")
struct WorkspaceListTests {
    /// Something unread on both: a mention at home, a direct message at work.
    private static func model(_ columns: Int = 80, _ rows: Int = 24) -> Workspace {
        let direct = room("@bob")
        var workspace = Workspace(
            [
                liveModel(columns, rows, rooms: [general, direct]),
                liveModel(columns, rows, rooms: [general, ops]),
            ],
            names: ["work", "home"]
        )
        workspace.hear(from: 0, said(1, bob, "for you", in: direct))
        workspace.hear(from: 1, said(1, bob, "x"), said(1, alice, "anna?", in: ops))
        return workspace
    }

    @Test("Alt-A takes the best of all: a mention, then direct, then unread, then comes back")
    func tour() {
        var workspace = Self.model()
        workspace.type("draft")
        var places: [String] = []
        for _ in 1...4 {
            workspace.press(.alt("a"))
            places.append(workspace.place)
        }
        #expect(places == ["home/ops", "work/@bob", "home/general", "work/general"])
        #expect(workspace.model.room.editor.text == "draft")
        var idle = ChatTUITests.workspace()
        idle.press(.alt("a"))
        #expect(idle.place == "work/general" && idle.model.notice == "nothing is unread")
    }

    @Test("Alt-A goes again where more came, and begins anew after one went elsewhere")
    func tourAgain() {
        var workspace = Self.model()
        workspace.press(.alt("a"), .alt("a"))
        #expect(workspace.place == "work/@bob")
        workspace.hear(from: 1, said(2, alice, "anna!", in: ops))
        workspace.press(.alt("a"))
        #expect(workspace.place == "home/ops")
        workspace.press(.alt("1"), .alt("a"))
        #expect(workspace.place == "home/ops")
    }

    @Test("the switcher offers the rooms of all, and names the server where a name is twice")
    func switcher() {
        var workspace = Self.model(120, 36)
        let effects = workspace.press(.control("g"))
        #expect(effects.map(\.server) == [0, 1])
        #expect(effects.allSatisfy { $0.effect == .loadRooms })
        #expect(
            Array(workspace.picture[1..<8]) == [
                "work                │go to ›",
                "›1 general          │› #ops  1 @1 new",
                " 2 @bob            1│  @bob  1 new",
                "home                │  #general (home)  1 new",
                " 3 general         1│  #general (work)  here",
                " 4 ops          1 @1│",
                "                    │",
            ]
        )
        workspace.type("gen")
        workspace.press(Key(.enter))
        #expect(workspace.place == "home/general")
        workspace.press(.control("g"))
        workspace.type("bob")
        workspace.press(Key(.enter))
        #expect(workspace.place == "work/@bob")
    }

    @Test("the switcher joins a room where it is, and makes a new one at the server in front")
    func joins() {
        var workspace = Self.model()
        let radio = RoomSummary(name: room("radio"), topic: "", newest: 0, read: 0, here: 0)
        _ = workspace.take(.rooms([radio]), from: home)
        workspace.press(.control("g"))
        workspace.type("radio")
        let effects = workspace.press(Key(.enter))
        #expect(
            effects.contains(
                ServerEffect(server: home, effect: .follow([general, ops, room("radio")]))
            )
        )
        #expect(workspace.place == "home/radio")
        workspace.press(.alt("1"), .control("g"))
        workspace.type("new-one\n")
        #expect(workspace.place == "work/new-one")
    }

    @Test("the catch-up list has all sections once, and Esc comes back over the servers")
    func catchUp() {
        var workspace = Self.model(60, 16)
        workspace.press(Key(.function(2)))
        #expect(
            Array(workspace.picture[1..<8]) == [
                "Unread in all rooms: Enter goes there, Esc back",
                "Names you",
                "› #ops 07:41 alice: anna?",
                "To you alone",
                "  @bob 07:41 bob: for you",
                "Unread",
                "  #general (home)  1 new · bob: x",
            ]
        )
        workspace.press(Key(.enter))
        #expect(workspace.place == "home/ops" && workspace.model.reading.spot == 1)
        workspace.press(Key(.escape))
        #expect(workspace.place == "work/general")
        workspace.press(Key(.function(2)), Key(.down), Key(.down), Key(.enter))
        #expect(workspace.place == "home/general")
        workspace.press(.control("n"), Key(.escape))
        #expect(workspace.place == "home/ops")
    }

    // It looked like the room of the same name that was in front.
    @Test("a room is told from that of its name on another server where nothing is unread there")
    func sameName() {
        var workspace = ChatTUITests.workspace()
        workspace.hear(from: home, said(1, bob, "anna?"), said(1, bob, "x", in: ops))
        let lines = (workspace.obey("/catchup").words ?? "").split(separator: "\n")
        #expect(lines.first == "Unread in all rooms; /server NAME and /room NAME go there.")
        #expect(lines.contains("#general (home) 07:41 bob: anna?"), "\(lines)")
        #expect(lines.contains("#ops 1 new · bob: x"), "\(lines)")
    }

    @Test("/server lists how each server is, and Enter goes there")
    func servers() {
        var workspace = Self.model(90, 12)
        let offline = StreamHealth.offline(reason: "gone", retryAt: morning)
        _ = workspace.take(.stream(offline), from: home)
        workspace.type("/server\n")
        #expect(
            workspace.picture[1...3].map { $0.drop { $0 != "│" } } == [
                "│Servers: Enter goes there, Esc back",
                "│› work  live · anna · http://127.0.0.1:8080 · 1 unread · here",
                "│  home  offline · anna · http://127.0.0.1:8080 · 2 unread",
            ]
        )
        workspace.press(Key(.down), Key(.down), Key(.enter))
        #expect(workspace.place == "home/general")
    }

    @Test("a click on a room or on a server goes there")
    func clicks() {
        var workspace = Self.model(120, 24)
        func click(_ row: Int) -> String {
            _ = workspace.take(.mouse(Mouse(kind: .press, column: 3, row: row)))
            return workspace.place
        }
        #expect(click(6) == "home/ops")
        #expect(click(3) == "work/@bob")
        #expect(click(4) == "home/ops")
        #expect(click(1) == "work/@bob")
        #expect(click(9) == "work/@bob")
    }
}

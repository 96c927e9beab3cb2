import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Leaving a server")
struct DisconnectTests {
    /// Three servers: `work`, `home` and `typo`, which was connected to and is in front.
    private static func three() -> Workspace {
        var three = workspace()
        _ = three.connect(ChatTUITests.model(), name: "typo")
        return three
    }

    /// Does what the driver does.
    private static func type(_ line: String, in workspace: inout Workspace) -> [ServerEffect] {
        let effects = workspace.type(line + "\n")
        for effect in effects where effect.effect == .disconnect {
            _ = workspace.remove(effect.server)
        }
        return effects
    }

    @Test("goes back to where one was, ends that driver last, and takes the server out of the list")
    func back() {
        var workspace = Self.three()
        #expect(workspace.place == "typo/general")
        workspace.type("/part\n")
        #expect(workspace.model.notice == "this is your only room; /disconnect leaves typo")
        workspace.press(.control("u"))
        let effects = Self.type("/disconnect", in: &workspace)
        #expect(effects.last == ServerEffect(server: 2, effect: .disconnect))
        #expect(workspace.place == "work/general")
        #expect(workspace.models.map(\.servers) == [["work", "home"], ["work", "home"]])
        #expect(workspace.picture.contains("typo is left"))
        #expect(!workspace.picture.contains { $0.hasPrefix("typo ") && !$0.contains("left") })
        // The way back to it is gone as well.
        workspace.press(.alt("/"))
        #expect(workspace.place == "work/general")
    }

    @Test("is of any server by its name, and the one in front stays there")
    func named() {
        var workspace = Self.three()
        let effects = Self.type("/disconnect wor", in: &workspace)
        #expect(effects.last == ServerEffect(server: 0, effect: .disconnect))
        #expect(workspace.place == "typo/general" && workspace.front == 1)
        #expect(workspace.model.servers == ["home", "typo"])
        #expect(Self.type("/disconnect nosuch", in: &workspace).isEmpty)
        #expect(workspace.model.notice == "there is no server nosuch: home, typo")
        workspace.hear(from: 0, said(1, bob, "hi"))
        #expect(workspace.models[0].rooms[0].timeline.last == 1)
    }

    @Test("is of the server that a program says it to, which may be behind")
    func behind() {
        var workspace = Self.three()
        let obeyed = workspace.obey("#home/general /disconnect")
        #expect(obeyed.effects == [ServerEffect(server: 1, effect: .disconnect)])
        #expect(obeyed.words == "home is left" && workspace.place == "typo/general")
    }

    @Test("says what is not sent there, and never leaves the last one")
    func unsent() {
        var workspace = Self.three()
        workspace.type("kept\n")
        _ = Self.type("/disconnect typo", in: &workspace)
        let words = "1 not sent yet, sent when you /connect http://127.0.0.1:8080 again"
        #expect(workspace.model.notice == "typo is left; \(words)")
        #expect(Self.type("/disconnect home", in: &workspace).count == 1)
        #expect(Self.type("/disconnect", in: &workspace).isEmpty)
        #expect(workspace.model.notice == "this is your only server; /quit leaves the client")
        #expect(workspace.models.count == 1)
    }

    @Test("leaves what is owed to programs of the others owed")
    func owed() {
        var workspace = Self.three()
        _ = workspace.obey("/exec one")
        _ = workspace.obey("#home/general /names")
        #expect(workspace.obey("/disconnect work").words == "work is left")
        let counts = workspace.noticeCounts
        _ = workspace.remove(0)
        // The others have moved up, and have said nothing.
        #expect(workspace.notices(since: counts).isEmpty)
        let output = CommandOutput(command: "one", lines: ["two"], ending: "")
        #expect(workspace.takeSpeaking(.executed(output, room: nil), from: 1).words == ["two"])
        let members = [MemberSummary(name: bob, role: .member, isHere: true)]
        let words = workspace.takeSpeaking(.members(general, members), from: 0).words
        #expect(words.first?.hasPrefix("In #general") == true)
    }
}

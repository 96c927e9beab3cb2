import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Lines from elsewhere than the screen")
struct MistakeTests {
    // A pipe ended with 0 whatever became of them.
    @Test(
        "are counted where nothing comes of them",
        arguments: [
            "/etc/hosts changed", " /etc/passwd is a file", "/search", "/login anna secret",
            String(repeating: "x", count: 20_000),
        ]
    )
    func mistakes(line: String) {
        var model = liveModel()
        _ = model.submit(line)
        #expect(model.mistakes == 1, "\(model.notice ?? "")")
        _ = model.submit("and goes on")
        #expect(model.mistakes == 1)
    }

    @Test("are not where something does", arguments: ["hello", "//etc", "/help", "/clear", "  "])
    func taken(line: String) {
        var model = liveModel()
        _ = model.submit(line)
        #expect(model.mistakes == 0, "\(model.notice ?? "")")
    }

    /// Does a line as a pipe does it, and as the order of a program.
    ///
    /// - Returns: how many mistakes it is in the pipe, and what the program is told.
    private static func done(
        _ line: String,
        in workspace: Workspace
    ) -> (mistakes: Int, obeyed: Workspace.Obeyed) {
        var (typed, ordered) = (workspace, workspace)
        _ = typed.submit(line)
        _ = typed.submit("and goes on")
        return (typed.model.mistakes, ordered.obey(line))
    }

    /// One server, where one has said something.
    private static func talk() -> Workspace {
        var model = liveModel()
        model.hear(said(1, anna, "mine"))
        return Workspace([model])
    }

    @Test(
        "on the screen are brought back by Up, before one's last message is changed",
        arguments: ["/room nosuch", "/server nosuch", "/disconnect nosuch", "/topic new"]
    )
    func broughtBack(line: String) {
        var workspace = Self.talk()
        workspace.type("\(line)\n")
        if line == "/topic new" { _ = workspace.take(.notDone("you may not"), from: 0) }
        #expect(workspace.model.notice != nil && workspace.model.room.editor.isEmpty)
        #expect(workspace.obey("/counts").words == "nothing is unread")
        workspace.press(Key(.up))
        #expect(workspace.model.room.editor.text == line)
        workspace.press(.control("u"))
        workspace.type("hello\n")
        workspace.press(Key(.up))
        #expect(workspace.model.room.editor.text != line)
    }

    @Test("of a program bring back no line of the person's")
    func programs() {
        var workspace = Self.talk()
        workspace.type("/topic new\n")
        #expect(workspace.obey("/room nosuch").isRefused)
        workspace.press(Key(.up))
        #expect(workspace.model.room.editor.text == "mine")
    }

    // The person's last line came back, which was done.
    @Test(
        "of a program bring back no line of the person's where its failure is told later",
        arguments: ["/topic x", "/kick bob", "/log out.txt", "/connect bad:", "/houseban bob"],
        ["", "#home/general "]
    )
    func programsLater(line: String, place: String) throws {
        var workspace = ChatTUITests.workspace()
        for server in [0, home] {
            let account = SignedInAccount(name: anna, isOperator: true)
            _ = workspace.take(.signedIn(account), from: server)
            workspace.hear(from: server, said(1, anna, "mine"))
        }
        if !place.isEmpty { workspace.type("/server home\n/topic theirs\n/server work\n") }
        workspace.type("/topic new\n")
        let obeyed = workspace.obey(place + line)
        let ordered = obeyed.effects.last { $0.effect.mayComeToNothing }
        let effect = try #require(ordered)
        #expect(effect.server == (place.isEmpty ? 0 : home), "\(obeyed)")
        switch effect.effect {
        case .save, .connect: _ = workspace.refuse("no", orderedAt: effect.server)
        case .serverBan: _ = workspace.take(.serverBan(.notDone(reason: "no")), from: effect.server)
        default: _ = workspace.take(.notDone("no"), from: effect.server)
        }
        for model in workspace.models {
            #expect(model.rooms.allSatisfy { $0.writing.undone == nil })
        }
    }

    @Test("of a program for a server behind bring back no line of the person's at that in front")
    func programsBehind() {
        var workspace = ChatTUITests.workspace()
        workspace.type("/topic new\n")
        #expect(workspace.obey("#home/general /room nosuch").isRefused)
        #expect(workspace.model.room.writing.undone == nil)
    }

    @Test("that came to nothing are not taken for a later one, of which that cannot be told")
    func laterLine() {
        var workspace = Self.talk()
        workspace.type("/topic new\n/names\n")
        workspace.press(Key(.escape))
        _ = workspace.take(.notDone("you may not"), from: 0)
        #expect(workspace.model.room.writing.undone == "/topic new")
        workspace.press(Key(.up))
        #expect(workspace.model.room.editor.text == "mine")
    }

    // A pipe ended with 0, and a program was answered with "ok".
    @Test(
        "are counted where what they name is not there, and programs are told that",
        arguments: [
            "/part nosuch", "/part", "/room nosuch", "/server nosuch", "/disconnect",
            "/disconnect nosuch", "/cancel", "/cancel x", "/unignore nosuch", "/unmute", "/open",
            "/set time 25h", "/pin 7", "/alias -nosuch", "/download", "/view",
        ]
    )
    func notThere(line: String) {
        for workspace in [Workspace([liveModel()]), ChatTUITests.workspace()] {
            if workspace.hasSeveral, ["/part", "/disconnect"].contains(line) { continue }
            let (mistakes, obeyed) = Self.done(line, in: workspace)
            #expect(mistakes == 1)
            #expect(obeyed.isRefused && obeyed.effects.isEmpty && obeyed.words != nil)
        }
    }

    @Test(
        "are counted where several rooms or servers may be meant",
        arguments: ["/room e", "/server o"]
    )
    func several(line: String) {
        let (mistakes, obeyed) = Self.done(line, in: workspace())
        #expect(mistakes == 1 && obeyed.isRefused)
        #expect(obeyed.words?.hasPrefix("it may be") == true)
    }

    @Test("are counted where a bound is reached, and nothing is begun")
    func bounds() {
        let rooms = (0..<Limits.streamRooms).map { room("r\($0)") }
        var full = liveModel(rooms: rooms)
        full.take(.signedIn(SignedInAccount(name: anna)))
        for line in ["/join other", "/msg bob hi"] {
            let (mistakes, obeyed) = Self.done(line, in: Workspace([full]))
            #expect(mistakes == 1 && obeyed.isRefused && obeyed.effects.isEmpty, "\(line)")
        }
        var busy = liveModel()
        for name in ["a", "b", "c", "d"] { busy.type("/upload \(name)\n") }
        #expect(Self.done("/upload e", in: Workspace([busy])).obeyed.isRefused)
    }

    @Test(
        "are counted where the room is not there for one",
        arguments: ["/edit x", "/delete", "/react tada", "/me waves", "/reply x"]
    )
    func lost(line: String) {
        var model = liveModel()
        model.hear(said(1, anna, "mine"), said(2, bob, "theirs"))
        let gone = Problem(status: 404, code: "room_not_found", title: "", detail: "gone")
        model.take(.event(.control(.error(room: general, gone))))
        var workspace = Workspace([model])
        #expect(workspace.obey(line).isRefused)
        _ = workspace.submit(line)
        #expect(workspace.model.mistakes == 1)
    }

    @Test(
        "are no mistakes where all is so already",
        arguments: ["/back", "/reconnect", "/server 1"]
    )
    func alreadySo(line: String) {
        let (mistakes, obeyed) = Self.done(line, in: Workspace([liveModel()]))
        #expect(mistakes == 0 && !obeyed.isRefused && obeyed.words != nil)
    }

    @Test("are counted where they are no answers to what is asked")
    func noAnswers() {
        var model = liveModel()
        model.hear(said(1, anna, "mine"))
        _ = model.submit("/delete")
        _ = model.submit("some words")
        _ = model.submit("other words")
        #expect(model.mistakes == 2)
        _ = model.submit("n")
        #expect(model.mistakes == 2)
    }
}

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

import ChatProtocol
import Testing

@testable import ChatTUI

/// What other programs read of what they order.
@Suite("A program that orders something")
struct ProgramAnswerTests {
    private static func workspace() -> Workspace {
        var first = liveModel(rooms: [general, random])
        first.hear(said(1, bob, "hi", in: random), said(2, bob, "anna: you", in: random))
        return Workspace([first])
    }

    @Test(
        "is answered with the lines of the list that it opens",
        arguments: [
            ("/status", "server http://127.0.0.1:8080"), ("/catchup", "Names you:"),
            ("/help", "/counts: how much is unread in each room, in one line"),
            ("/pins", "nothing is pinned"), ("/set", "sort"), ("/thread", "hi"),
            ("/server", "is the only server"), ("#random /thread", "anna: you"),
        ]
    )
    func lists(line: String, words: String) {
        var workspace = Self.workspace()
        workspace.hear(from: 0, said(1, bob, "hi"))
        let obeyed = workspace.obey(line)
        #expect(!obeyed.isRefused)
        let lines = (obeyed.words ?? "").split(separator: "\n")
        #expect(lines.contains { $0.contains(words) }, "\(lines)")
        #expect(lines.allSatisfy { !$0.hasSuffix("Esc closes") })
    }

    @Test("is told what is unread of each room, and the person's screen stays as it is")
    func counts() {
        var first = Self.workspace().models[0]
        first.notice = "a word"
        var workspace = Workspace([first, liveModel(rooms: [general, room("@bob")])])
        #expect(workspace.obey("/counts").words == "#1/random 2 @1")
        workspace.hear(from: 1, said(1, bob, "psst", in: room("@bob")))
        #expect(workspace.obey("/counts").words == "#1/random 2 @1, #2/@bob 1")
        #expect(workspace.model.notice == "a word" && workspace.model.overlay == nil)
        // A status bar that asks each second leaves the last reason to be read in /status.
        #expect(workspace.model.lastNotice == "a word")
        var alone = liveModel()
        alone.type("/counts\n")
        #expect(alone.notice == "nothing is unread")
    }

    @Test("is told what a list says once it has come")
    func later() {
        var workspace = Self.workspace()
        let obeyed = workspace.obey("/names")
        #expect(obeyed.effects.map(\.effect) == [.loadMembers(general)] && obeyed.words == nil)
        let members = [MemberSummary(name: bob, role: .owner, isHere: true)]
        let other = workspace.takeSpeaking(.members(random, members), from: 0).words
        #expect(other.isEmpty)
        let words = workspace.takeSpeaking(.members(general, members), from: 0).words
        #expect(words == ["In #general: 1, of them here: 1\n* bob owner"])
        #expect(workspace.takeSpeaking(.members(general, members), from: 0).words.isEmpty)
    }

    @Test("is told what the server finds, also for another room than the one that shows")
    func finds() {
        var workspace = Self.workspace()
        for line in ["/search hi", "#random /search hi"] {
            #expect(!workspace.obey(line).isRefused)
            let number = workspace.model.reading.ordered?.search.number ?? 0
            let hit = said(1, bob, "hi", in: random)
            _ = workspace.takeSpeaking(.found(number, [hit], isDone: false), from: 0)
            let words = workspace.takeSpeaking(.found(number, [], isDone: true), from: 0).words
            #expect(words.count == 1 && words.first?.contains("bob: hi") == true, "\(words)")
        }
    }

    @Test("is told what its line of the shell says, as it was said")
    func executes() {
        var workspace = Self.workspace()
        #expect(workspace.obey("/exec df").words == "running df")
        let output = CommandOutput(command: "df", lines: ["a  b", "c"], ending: "it ended with 1")
        let words = workspace.takeSpeaking(.executed(output, room: nil), from: 0).words
        #expect(words == ["a  b\nc\nit ended with 1"])
        #expect(workspace.model.overlay == nil)
        _ = workspace.obey("/exec -o df")
        let refused = workspace.takeSpeaking(.executed(output, room: general), from: 0).words
        #expect(refused == ["not sent", "a  b\nc\nit ended with 1"])
        #expect(workspace.model.overlay == nil && workspace.owed.isEmpty)
        // What the person has run shows.
        #expect(workspace.takeSpeaking(.executed(output, room: nil), from: 0).words.isEmpty)
        #expect(workspace.model.overlay == .output(output, scrolled: 0))
    }

    // A list took the letters that somebody typed, and Enter led to another room.
    @Test(
        "takes no key of the person's, whatever it looks at",
        arguments: [
            "/status", "/catchup", "/back", "/help", "/pins", "/set", "/thread", "/names", "/list",
            "/search hi", "/server", "/counts", "#a/random /names", "#b/general /catchup",
        ]
    )
    func keepsKeys(line: String) {
        var first = Self.workspace().models[0]
        first.hear(said(1, bob, "hi"))
        first.type("look :ey")
        var workspace = Workspace([first, liveModel()], names: ["a", "b"])
        #expect(!workspace.obey("/away").isRefused && workspace.model.completion != nil)
        let completion = workspace.model.completion
        #expect(!workspace.obey(line).isRefused)
        #expect(workspace.model.overlay == nil && workspace.model.completion == completion)
        workspace.press(Key(.escape), .control("u"))
        workspace.type("and the next\n")
        #expect(workspace.place == "a/general")
        #expect(workspace.model.room.pending.last?.message.text == "and the next")
    }

    @Test("ends by /back that nothing is read, though the list of what waits does not open")
    func back() {
        var workspace = Self.workspace()
        #expect(!workspace.obey("/away").isRefused)
        workspace.hear(from: 0, said(1, bob, "hi"))
        workspace.wait(5_000)
        #expect(workspace.model.room.unread == 1)
        #expect(workspace.obey("/back").words?.contains("Names you") == true)
        workspace.wait()
        workspace.wait()
        #expect(workspace.model.room.unread == 0 && workspace.model.overlay == nil)
    }

    @Test("leaves the list that the person looks at, and what they look for")
    func keepsList() {
        var workspace = Self.workspace()
        workspace.type("/search you\n")
        let (overlay, search) = (workspace.model.overlay, workspace.model.reading.found?.search)
        for line in ["/search hi", "/catchup", "/help", "#random /names"] {
            #expect(!workspace.obey(line).isRefused)
            #expect(workspace.model.overlay == overlay)
        }
        let hit = said(2, bob, "anna: you", in: random)
        for number in 1...2 {
            _ = workspace.takeSpeaking(.found(number, [hit], isDone: number == 1), from: 0)
        }
        #expect(workspace.model.reading.found?.search == search && search?.text == "you")
        #expect(workspace.model.reading.found?.hits == [hit])
        #expect(workspace.model.reading.ordered?.isDone == false)
    }

    @Test("is told what the server says of its order, and what is refused")
    func refusals() {
        var workspace = Self.workspace()
        let notice = workspace.takeSpeaking(.notice("there is no account nosuch"), from: 0)
        #expect(notice.words == ["there is no account nosuch"])
        _ = workspace.obey("#random hello")
        let sent = workspace.model.rooms[1].pending.first?.message
        let key = sent?.key ?? ""
        let refused = Input.refused(key: key, reason: "you are silenced", of: sent, status: 403)
        let words = workspace.takeSpeaking(refused, from: 0).words
        #expect(words == ["not sent to #random: you are silenced: hello"])
        #expect(workspace.obey("/room nosuch").words?.hasPrefix("you are in no room with") == true)
    }

    @Test("opens no list about another room or server than the one that shows")
    func elsewhere() {
        var workspace = Self.workspace()
        let members = [MemberSummary(name: alice, role: .member, isHere: true)]
        #expect(!workspace.obey("#random /names").isRefused)
        #expect(workspace.model.overlay == nil)
        let words = workspace.takeSpeaking(.members(random, members), from: 0).words
        #expect(words == ["In #random: 1, of them here: 1\n* alice"])
        var several = Workspace([liveModel(), liveModel()], names: ["a", "b"])
        #expect(several.obey("#b/general /status").words?.contains("stream live") == true)
        #expect(several.models.allSatisfy { $0.overlay == nil })
    }

    @Test("and asks on and on is owed no more than a bounded number of answers")
    func bounded() {
        var workspace = Self.workspace()
        for _ in 0..<200 { _ = workspace.obey("/names") }
        #expect(workspace.owed.count == 1)
        for _ in 0..<200 { _ = workspace.obey("/exec true") }
        #expect(workspace.owed.count == 64)
    }
}

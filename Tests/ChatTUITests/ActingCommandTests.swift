import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A command about a message")
struct ActingCommandTests {
    private static func talk() -> Model {
        var model = liveModel(rooms: [general, random])
        model.hear(
            said(1, alice, "see http://a.example/x"),
            said(2, anna, "mine"),
            said(3, bob, "theirs https://b.example")
        )
        return model
    }

    @Test("answers the newest of another")
    func replies() {
        var model = Self.talk()
        #expect(model.type("/reply so it is\n").lastPost?.replyTo == 3)
        model.type("/reply\n")
        #expect(model.picture[23] == "↳ bob ›")
        #expect(model.type("/me nods\n").lastPost?.replyTo == 3)
        #expect(model.picture[23] == "[general] ›")
    }

    @Test("changes and takes back the newest of one's own")
    func changes() {
        var model = Self.talk()
        let edit = model.type("/edit better words\n").lastPost
        #expect(edit?.text == "better words" && edit?.change?.target == 2)
        model.type("/edit\n")
        #expect(model.picture[23] == "edit › better words")
        model.press(Key(.escape))
        model.type("/delete\n")
        #expect(model.press(Key(.character("y"))).lastPost?.change?.kind == .delete)
        model.type("/edit\n")
        #expect(model.notice == "nothing of yours is loaded here")
    }

    // With the server away the message before the one that waited was overwritten.
    @Test("does nothing to an older message of one's own while the newest waits")
    func waits() {
        var model = Self.talk()
        model.type("with a mistak\n")
        for line in ["/edit with a mistake", "/edit", "/delete"] {
            #expect(model.type("\(line)\n").lastPost == nil)
            #expect(model.notice == "your newest message is not sent yet")
            model.press(.control("u"))
        }
        model.press(Key(.up))
        #expect(model.room.writing.edit == nil && model.room.editor.text == "with a mistak")
        let words = "your newest message is not sent yet; Enter says these words as another one"
        #expect(model.notice == words)
        model.press(.control("u"))
        model.take(.posted(key: "k-1", said(5, anna, "with a mistak", key: "k-1")))
        #expect(model.type("/edit with a mistake\n").lastPost?.change?.target == 5)
    }

    @Test("puts an emoji on the newest of another, and takes it back")
    func reacts() {
        var model = Self.talk()
        let put = model.type("/react :tada:\n").lastPost?.change
        #expect(put == MessageChange(target: 3, kind: .react(emoji: "🎉", on: true)))
        let taken = model.type("/react 🎉\n").lastPost?.change
        #expect(taken == MessageChange(target: 3, kind: .react(emoji: "🎉", on: false)))
        #expect(model.type("/react nosuch\n").isEmpty)
        #expect(model.notice == "there is no emoji nosuch")
    }

    @Test(
        "copies or opens the one that is meant",
        arguments: [
            ("/copy", [Effect.copy("theirs https://b.example")]), ("/copy 2", [.copy("mine")]),
            ("/copy 9", []), ("/copy x", []), ("/open", [.open("https://b.example")]),
            ("/open 2", [.open("http://a.example/x")]),
            ("/open alice", [.open("http://a.example/x")]),
            ("/open A.EX", [.open("http://a.example/x")]), ("/open nothing", []),
            ("/thread", []), ("/clear", []),
        ] as [(String, [Effect])]
    )
    func takesOut(line: String, effects: [Effect]) {
        var model = Self.talk()
        #expect(model.type("\(line)\n") == effects)
    }

    @Test("of clearing empties the screen until one scrolls up or something comes")
    func clears() {
        var model = Self.talk()
        model.type("/clear\n")
        #expect(!model.picture.contains { $0.contains("mine") })
        model.hear(said(4, bob, "later"))
        #expect(model.picture.contains { $0.contains("later") })
        #expect(!model.picture.contains { $0.contains("mine") })
        model.press(.control("s"), Key(.character("k")))
        #expect(model.picture.contains { $0.contains("theirs") })
    }

    @Test("of logging writes what stands, as it is now")
    func logs() {
        var model = Self.talk()
        model.hear(
            event(4, anna, .edit(target: 2, text: "better\nlines")),
            event(5, alice, .delete(target: 1))
        )
        let anna = "2026-11-22 07:42 anna: "
        let bob = "2026-11-22 07:43 bob: theirs https://b.example"
        // What somebody wrote begins no line as another one's words do.
        let text = "\(anna)better\n\(anna)lines\n\(bob)\n"
        #expect(model.type("/log out.txt\n") == [.save(text, path: "out.txt")])
        #expect(model.type("/bare\n") == [.showBare("\(anna)better\n  lines\n\(bob)")])
        #expect(model.type("/plain\n") == [.goOnInLines])
        #expect(model.type("/log 'my out.txt' \n") == [.save(text, path: "my out.txt")])
        #expect(model.type("/log my out.txt\n") == [])
        model.press(.control("u"))
        #expect(model.type("/log\n") == [])
        #expect(model.notice == "usage: /log FILE")
    }

    @Test("of a room goes there by a part of its name or its number")
    func goes() {
        var model = Self.talk()
        model.type("/room ndo\n")
        #expect(model.frontRoom == random)
        model.type("/buffer 1\n")
        #expect(model.frontRoom == general)
        model.type("/room n\n")
        #expect(model.notice == "it may be general, random")
        model.press(.control("u"))
        model.type("/room nosuch\n")
        #expect(model.notice == "you are in no room with nosuch in its name; /join enters one")
    }

    @Test("of talking with one enters their room and says it there")
    func talks() {
        var model = Self.talk()
        model.take(.signedIn(SignedInAccount(name: anna)))
        let direct = room("@bob")
        let effects = model.type("/msg Bob hello there\n")
        #expect(model.frontRoom == direct)
        #expect(effects.contains(.follow([general, random, direct])))
        #expect(effects.lastPost?.room == direct && effects.lastPost?.text == "hello there")
        model.take(.refused(key: "k-1", reason: "direct rooms need accounts"))
        #expect(model.picture.contains { $0.contains("not sent: direct rooms need accounts") })
    }

    @Test(
        "of talking with one leaves no dead room to who has no account",
        arguments: ["join", "msg"]
    )
    func talksOfGuests(command: String) {
        var model = Self.talk()
        let effects = model.type("/\(command) @bob\n")
        #expect(effects.isEmpty && model.followed == [general, random])
        #expect(model.notice?.contains("/login") == true)
        #expect(model.drafts == [general: "/\(command) @bob"])
    }

    @Test(
        "with more words than it takes does nothing, and says how it is written",
        arguments: Command.all.filter { $0.wordLimit != nil && !$0.name.hasPrefix("log") }
    )
    func tooMany(command: Command) {
        guard command.kind != .register else { return }
        var model = Self.talk()
        model.take(.signedIn(SignedInAccount(name: anna, isOperator: true)))
        let words = repeatElement("1", count: (command.wordLimit ?? 0) + 1)
        let line = "/\(command.name) " + words.joined(separator: " ")
        #expect(model.type(line + "\n").filter { $0 != .typing(general) }.isEmpty)
        #expect(model.notice == "usage: \(command.usage)")
        #expect(model.drafts == [general: line])
    }

    @Test("of help says what one command is for")
    func helps() {
        var model = Self.talk()
        model.type("/help /catch\n")
        #expect(model.notice == "/catchup: what is unread in all rooms" && model.overlay == nil)
        model.type("/help join\n")
        let words = "enter a room, made if it is not there, or by a code · also /j"
        #expect(model.notice == "/join ROOM [CODE]: \(words)")
        model.type("/help un\n")
        #expect(model.notice?.hasPrefix("/un may be ") == true)
        model.press(.control("u"))
        model.type("/help nosuch\n")
        #expect(model.notice == "there is no command /nosuch; /help lists them")
    }

    @Test("of speaking says it as it is")
    func says() {
        var model = Self.talk()
        #expect(model.type("/say /quit\n").lastPost?.text == "/quit")
        #expect(model.type("/shrug well\n").lastPost?.text == "well ¯\\_(ツ)_/¯")
        #expect(model.type("/shrug\n").lastPost?.text == "¯\\_(ツ)_/¯")
        #expect(model.type("/say\n") == [])
        #expect(model.drafts == [general: "/say"])
    }

    @Test("of the server's rooms lists them")
    func lists() {
        var model = Self.talk()
        #expect(model.type("/list\n") == [.loadRooms])
        model.take(
            .rooms([
                RoomSummary(name: room("zoo"), topic: "animals", newest: 0, read: 0, here: 2),
                RoomSummary(name: general, topic: "", newest: 3, read: 3, here: 1),
            ])
        )
        let rows = OverlayRows.of(model).map { $0.cells.map(\.text).joined() }
        #expect(rows[1].hasPrefix("  * general "))
        #expect(rows[2].hasSuffix(" 2 here  animals"))
    }
}

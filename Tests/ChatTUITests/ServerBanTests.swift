import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Keeping people out of the server")
struct ServerBanTests {
    private static func signedIn(isOperator: Bool = true) -> Model {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.take(.isOperator(anna, isOperator))
        return model
    }

    // An address was refused as a name with a sign that none may have.
    @Test(
        "is one order for each command, about a name or an address",
        arguments: [
            ("/houseban bob", .ban(.name(bob), until: nil, reason: nil)),
            ("/houseban @bob 2h why not", .ban(.name(bob), until: "2h", reason: "why not")),
            ("/houseban bob spam", .ban(.name(bob), until: nil, reason: "spam")),
            ("/houseban bob off it", .ban(.name(bob), until: nil, reason: "off it")),
            ("/houseban 10.0.0.0/8 1d x", .ban(.address("10.0.0.0/8"), until: "1d", reason: "x")),
            ("/houseban 192.0.2.7", .ban(.address("192.0.2.7"), until: nil, reason: nil)),
            ("/houseban 2001:db8::/32", .ban(.address("2001:db8::/32"), until: nil, reason: nil)),
            ("/houseban @192.0.2.7", .ban(.name(member("192.0.2.7")), until: nil, reason: nil)),
            ("/houseban 1.2.3", .ban(.name(member("1.2.3")), until: nil, reason: nil)),
            ("/unhouseban bob", .lift(.name(bob))), ("/unhouseban ::1", .lift(.address("::1"))),
            ("/unhouseban 2001:DB8::0:0/32", .lift(.address("2001:db8::/32"))),
            ("/unhouseban 192.0.2.7/24", .lift(.address("192.0.2.0/24"))),
            ("/unhouseban 192.0.2.0/33", .lift(.address("192.0.2.0/33"))),
            ("/houseban", .list),
        ] as [(String, ServerBanOrder)]
    )
    func orders(line: String, order: ServerBanOrder) {
        var model = Self.signedIn()
        #expect(model.type("\(line)\n") == [.serverBan(order)])
    }

    @Test("is the operator's, which is told beforehand, and by the server where it is not known")
    func mayNot() {
        var model = Self.signedIn(isOperator: false)
        model.type("/houseban bob")
        let words = "only the operator may do that"
        #expect(model.picture.contains { $0.contains(words) }, "\(model.picture)")
        #expect(model.type("\n") == [])
        #expect(model.notice == words && model.drafts == [general: "/houseban bob"])
        var untold = liveModel()
        untold.take(.signedIn(SignedInAccount(name: anna)))
        #expect(untold.type("/houseban bob\n").count == 1)
        var guest = liveModel()
        #expect(guest.type("/unhouseban bob\n") == [])
        #expect(guest.notice == "that is for accounts: /login signs in")
    }

    @Test("that is wrong, or cannot be asked for, asks nobody")
    func wrong() {
        var model = Self.signedIn()
        #expect(model.type("/unhouseban\n") == [])
        #expect(model.notice == "usage: /unhouseban NAME|ADDRESS")
        model.press(.control("u"))
        #expect(model.type("/houseban b!b\n") == [])
        #expect(model.notice == "the name has \"!\" where it may not")
        model.press(.control("u"))
        model.take(.stream(.offline(reason: "gone", retryAt: nil)))
        #expect(model.type("/houseban\n") == [])
        #expect(model.notice == "the server cannot be asked now" && model.overlay == nil)
    }

    @Test("is told, as no event tells it, with what undoes it")
    func told() {
        var model = Self.signedIn()
        model.take(.serverBan(.banned(OutcastBan(.name(bob), until: morning))))
        let words = "bob is banned from the server until 2026-11-22 07:40"
        #expect(model.notice == "\(words); /unhouseban bob lifts that")
        model.take(.serverBan(.banned(OutcastBan(.name(member("192.0.2.7"))))))
        #expect(model.notice?.hasSuffix("; /unhouseban @192.0.2.7 lifts that") == true)
        model.take(.serverBan(.lifted(.address("::1"))))
        #expect(model.notice == "::1 is not banned from the server any more")
        model.take(.serverBan(.notDone(reason: "no")))
        #expect(model.notice == "no")
    }

    @Test("has a list, which lets no reason forge a row of it")
    func list() {
        var model = Self.signedIn()
        model.type("/houseban\n")
        #expect(model.picture[1] == "Banned from http://127.0.0.1:8080 …")
        let bans = [
            OutcastBan(.name(bob), until: morning, reason: "spam\n\u{1b}[1m", by: anna),
            OutcastBan(.address("10.0.0.0/8")),
        ]
        model.take(.serverBan(.list(bans)))
        #expect(
            Array(model.picture[1...3]) == [
                "Banned from http://127.0.0.1:8080: 2",
                "  bob                until 2026-11-22 07:40, by anna: spam⏎␛[1m",
                "  10.0.0.0/8         for ever",
            ]
        )
        model.press(Key(.escape))
        #expect(model.overlay == nil)
    }

    @Test("has its list in lines, once it has come, also for a program")
    func inLines() {
        var workspace = Workspace([Self.signedIn()])
        var voice = PlainVoice()
        _ = voice.lines(of: workspace)
        _ = workspace.submit("/houseban")
        #expect(voice.lines(of: workspace) == [])
        let list = Input.serverBan(.list([OutcastBan(.name(bob))]))
        _ = workspace.take(list, from: 0)
        let lines = ["Banned from http://127.0.0.1:8080: 1", "bob for ever"]
        #expect(voice.lines(of: workspace) == lines)
        var other = Workspace([Self.signedIn()])
        #expect(!other.obey("/houseban").isRefused)
        #expect(other.takeSpeaking(list, from: 0).words == [lines.joined(separator: "\n")])
    }

    @Test("leaves no list open that does not come")
    func refused() {
        var model = Self.signedIn()
        model.type("/houseban\n")
        let undone = Input(undone: .serverBan(.list))
        model.take(undone)
        #expect(model.overlay == nil && !model.awaitsServerBans)
        #expect(model.notice == "not done: too much waits to be done already")
        model.press(Key(.up))
        #expect(model.room.editor.text == "/houseban")
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A code that lets one in")
struct CodeTests {
    private static let code = "RHJW-TXE9-0MKS-2G4M"
    private static let summary = RoomSummary(name: random, topic: "", newest: 1, read: 0, here: 1)

    private static func signedIn(rooms: [RoomName] = [general]) -> Model {
        var model = liveModel(rooms: rooms)
        model.take(.signedIn(SignedInAccount(name: anna)))
        return model
    }

    // Who had an account could use it nowhere.
    @Test("is used by /join, which shows the room at once and makes none")
    func joins() {
        var model = Self.signedIn()
        let effects = model.type("/join #random \(Self.code)\n")
        #expect(effects == [.decide(random, .useCode(Self.code))])
        #expect(model.frontRoom == random && model.followed == [general])
        #expect(!model.type("hello\n").contains { $0.isPost })
        let then = model.take(.entered(random, [Self.summary]))
        #expect(then.contains(.follow([general, random])) && then.contains { $0.isPost })
        #expect(model.roomRefusal == nil && model.room.code == nil)
    }

    @Test("is asked with again by the next stream, where no server was there; and no room is made")
    func offline() {
        var model = Self.signedIn()
        model.take(.stream(.offline(reason: "refused", retryAt: nil)))
        model.type("/join random \(Self.code)\n")
        model.take(.notEntered(random, reason: "connection refused"))
        #expect(model.notice == "#random waits for the server: connection refused")
        let ranges = [ControlEvent.RoomRange(room: general, oldest: 1, newest: 0)]
        model.take(.stream(.catchingUp))
        let effects = model.take(.event(.control(.open(rooms: ranges, heartbeat: 20))))
        #expect(effects.contains(.decide(random, .useCode(Self.code))))
        #expect(!effects.contains(.decide(random, .enter)))
        model.take(.notEntered(random, reason: "give an invite's code that is still good"))
        #expect(model.notice?.hasSuffix("/part leaves #random") == true)
        #expect(model.room.isLost && model.room.code == nil)
        // Another one is asked with where one stays.
        #expect(model.type("/join random AB\n") == [.decide(random, .useCode("AB"))])
        #expect(model.take(.entered(random, [Self.summary])).contains(.reconnect))
    }

    @Test("makes a member of who reads a public room, and a refusal takes nothing from them")
    func publicRoom() {
        var model = Self.signedIn(rooms: [general, random])
        #expect(model.type("/join random AB\n").last == .decide(random, .useCode("AB")))
        model.take(.notEntered(random, reason: "give an invite's code that is still good"))
        #expect(model.notice == "give an invite's code that is still good")
        #expect(model.roomRefusal == nil && model.followed == [general, random])
    }

    @Test(
        "is made for one, or for as many and as long as was said",
        arguments: [
            ("/invite", nil, nil), ("/invite 5 2h", 5, "2h"), ("/invite  10000   7d", 10_000, "7d"),
        ] as [(String, Int64?, String?)]
    )
    func makes(line: String, uses: Int64?, time: String?) {
        var model = Self.signedIn()
        let terms = Decision.InviteTerms(uses: uses, time: time)
        #expect(model.type("\(line)\n") == [.decide(general, .invite(terms))])
    }

    @Test("is for somebody by name where one word stands there, also a number")
    func named() {
        var model = Self.signedIn()
        for (word, name) in [("bob", bob), ("@5", member("5")), ("5", member("5"))] {
            guard case .decide(general, .member(name, _))? = model.type("/invite \(word)\n").last
            else {
                Issue.record("/invite \(word)")
                return
            }
        }
    }

    @Test(
        "is made of nothing that cannot be",
        arguments: [
            "/invite 0 7d", "/invite bob 7d", "/invite 5 soon", "/invite -1 7d", "/invite 1 2 3",
        ]
    )
    func notMade(line: String) {
        var model = Self.signedIn()
        #expect(model.type("\(line)\n") == [])
        #expect(model.notice == "usage: /invite [NAME|USES TIME]")
    }

    @Test("is shown with what it is good for and how it is used, and copied aside")
    func shown() {
        var model = Self.signedIn()
        let one = InviteCode(code: "AB-12", expiresAt: morning)
        #expect(model.take(.inviteCode(general, one)) == [.copy("AB-12", isAside: true)])
        let words =
            "AB-12 lets one in into #general until 2026-11-22 07:40, by /join general AB-12"
        #expect(model.notice == words)
        model.take(.inviteCode(nil, InviteCode(code: "CD", uses: 5)))
        #expect(model.notice == "CD lets 5 in, by /register NAME CD")
        // A pipe was told that it needs a screen, and not the code.
        var voice = PlainVoice()
        #expect(voice.lines(of: model).contains("CD lets 5 in, by /register NAME CD"))
    }

    @Test(
        "is refused beforehand where it lets nobody in",
        arguments: [
            (true, "/join @bob AB", "a talk of two takes no code"),
            (
                false, "/join random AB",
                "a code is for accounts: /login signs in, /register NAME CODE makes an account"
            ),
            (true, "/join random AB CD", "usage: /join ROOM [CODE]"),
        ]
    )
    func refused(isSignedIn: Bool, line: String, words: String) {
        var model = isSignedIn ? Self.signedIn() : liveModel()
        #expect(model.type("\(line)\n").allSatisfy { $0 == .typing(general) })
        #expect(model.notice == words && model.frontRoom == general)
        #expect(model.drafts == [general: line])
    }
}

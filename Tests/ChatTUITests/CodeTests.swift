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

    private static func isPost(_ effect: Effect) -> Bool {
        if case .post = effect { true } else { false }
    }

    // Who had an account could use it nowhere.
    @Test("is used by /join, which shows the room at once and makes none")
    func joins() {
        var model = Self.signedIn()
        let effects = model.type("/join #random \(Self.code)\n")
        #expect(effects == [.decide(random, .useCode(Self.code))])
        #expect(model.frontRoom == random && model.followed == [general])
        #expect(!model.type("hello\n").contains(where: Self.isPost))
        let then = model.take(.entered(random, [Self.summary]))
        #expect(then.contains(.follow([general, random])) && then.contains(where: Self.isPost))
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

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Taking a room away")
struct DestroyTests {
    private static let gone = Problem(
        status: 404,
        code: "room_not_found",
        title: "",
        detail: "there is no such room"
    )

    private static func signedIn(_ role: Role, rooms: [RoomName] = [random, general]) -> Model {
        var model = liveModel(rooms: rooms)
        model.take(.signedIn(SignedInAccount(name: anna)))
        let list = rooms.map { name in
            RoomSummary(name: name, topic: "", newest: 0, read: 0, here: 1, role: role)
        }
        model.take(.rooms(list))
        return model
    }

    @Test("is asked about first, and done by y alone", arguments: [true, false])
    func asks(isSure: Bool) {
        var model = Self.signedIn(.owner)
        #expect(model.type("/destroy\n") == [])
        #expect(
            model.picture.suffix(5).map { String($0.drop { $0 == "─" }) } == [
                " take #random away? " + String(repeating: "─", count: 30),
                "all that was said there goes, and its files",
                "y takes it away for everyone · n keeps it", " live · anna · #random",
                "destroy? y/n ›",
            ]
        )
        #expect(model.type("x") == [])
        #expect(model.type(isSure ? "y" : "n") == (isSure ? [.decide(random, .destroy)] : []))
        #expect(model.frontRoom == random && model.roomRefusal == nil)
    }

    // The key that leaves, pressed where one did not see the question, took the room away.
    @Test("is done by no other key, nor is what a message says", arguments: ["destroy", "delete"])
    func staysAsked(command: String) {
        var model = Self.signedIn(.owner)
        model.hear(said(1, anna, "words", in: random))
        model.type("/\(command)\n")
        let codes: [Key.Code] =
            "abcdefghijklmoprstuvxz?/ ".map { .character($0) } + [
                .tab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp,
                .pageDown, .function(1),
            ]
        for code in codes { #expect(model.press(Key(code)) == [], "\(code)") }
        for letter in "abdefghijkmnopqrstuvwxyY" {
            for modifiers in [Key.Modifiers.control, .alt, [.control, .shift]] {
                let key = Key(.character(letter), modifiers)
                #expect(model.press(key) == [], "\(key)")
            }
        }
        #expect(model.awaitsAnswer)
        #expect(!model.press(Key(.character("y"))).isEmpty)
    }

    @Test("is asked in lines where there is no screen, and by no program while one types")
    func elsewhere() {
        var workspace = Workspace([Self.signedIn(.owner)])
        var voice = PlainVoice()
        _ = voice.lines(of: workspace)
        #expect(workspace.submit("/destroy") == [])
        let words = "Take #random away for everyone: all that was said there goes, and its files."
        #expect(voice.lines(of: workspace) == [words, "Answer y or n."])
        #expect(workspace.submit("yes").map(\.effect) == [.decide(random, .destroy)])
        var typing = Self.signedIn(.owner)
        typing.type("wor")
        var other = Workspace([typing])
        #expect(other.obey("/destroy").isRefused)
        #expect(other.press(Key(.character("y"))).allSatisfy { $0.effect == .typing(random) })
    }

    @Test(
        "is an owner's, which is told beforehand",
        arguments: [
            (.moderator, "only an owner of #random may do that"),
            (.member, "only an owner of #random may do that"),
        ] as [(Role, String)]
    )
    func mayNot(role: Role, words: String) {
        var model = Self.signedIn(role)
        model.type("/destroy")
        #expect(model.picture.contains { $0.contains(words) }, "\(model.picture)")
        #expect(model.type("\n") == [])
        #expect(model.notice == words)
        var guest = liveModel()
        #expect(guest.type("/destroy\n") == [])
        #expect(guest.notice == "that is for accounts: /login signs in")
    }

    @Test("leads nobody elsewhere who looks at it, and tells them once", arguments: [true, false])
    func isGone(streamIsFirst: Bool) {
        var model = Self.signedIn(.owner)
        let lost = Input.event(.control(.error(room: random, Self.gone)))
        if streamIsFirst { model.take(lost) }
        model.take(.destroyed(random))
        #expect(model.notice == "#random is gone for everyone; /part leaves it")
        if !streamIsFirst { model.take(lost) }
        #expect(model.notice == "#random is gone for everyone; /part leaves it")
        #expect(model.frontRoom == random)
        #expect(!model.type("words\n").contains { if case .post = $0 { true } else { false } })
        model.press(.control("u"))
        // Another one may be made under the name.
        var maker = model
        #expect(maker.type("/join random\n").contains(.decide(random, .enter)))
        model.type("/part\n")
        #expect(model.followed == [general])
    }

    // A room that one may not see any more is answered as one that is not there.
    @Test("is not told as done where the room was not there")
    func notThere() {
        var model = Self.signedIn(.owner)
        model.take(.destroyed(random, wasThere: false))
        #expect(model.notice == "#random is not there any more; /part leaves it")
    }

    @Test("takes it out of the list where one looks elsewhere by then, and from the only one none")
    func elsewhereByThen() {
        var model = Self.signedIn(.owner)
        model.type("/destroy\ny")
        model.press(.control("n"))
        #expect(model.take(.destroyed(random)).contains(.follow([general])))
        #expect(model.notice == "#random is gone for everyone" && model.frontRoom == general)
        var only = Self.signedIn(.owner, rooms: [random])
        only.take(.destroyed(random))
        #expect(only.notice == "#random is gone for everyone" && only.followed == [random])
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Changing the topic")
struct TopicTests {
    private static func member(_ role: Role = .member, isPrivate: Bool = false) -> Model {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        let summary = RoomSummary(
            name: general,
            topic: "",
            newest: 0,
            read: 0,
            here: 1,
            role: role,
            isPrivate: isPrivate
        )
        model.take(.rooms([summary]))
        return model
    }

    private static let change = Effect.setTopic(general, "tea")

    @Test(
        "is refused beforehand to a plain member of a room that has an owner",
        arguments: ["members", "event", "private"]
    )
    func refused(source: String) {
        var model = Self.member(isPrivate: source == "private")
        if source == "members" {
            model.take(.members(general, [MemberSummary(name: bob, role: .owner, isHere: false)]))
        }
        if source == "event" { model.hear(event(1, bob, .member(bob, role: .owner))) }
        model.type("/topic tea")
        let words = "only a moderator of #general may do that"
        #expect(model.picture.contains { $0.contains(words) }, "\(model.picture)")
        #expect(model.type("\n") == [])
        #expect(model.notice == words && model.drafts == [general: "/topic tea"])
        model.press(.control("u"))
        #expect(model.type("/topic\n") == [])
        #expect(model.notice == "no topic is set")
    }

    @Test("is the server's to judge where nothing tells of an owner, and a moderator's anywhere")
    func asked() {
        var unowned = Self.member()
        #expect(unowned.type("/topic tea\n") == [Self.change])
        var moderator = Self.member(.moderator, isPrivate: true)
        #expect(moderator.type("/topic tea\n") == [Self.change])
        var guest = liveModel()
        #expect(guest.type("/topic tea\n") == [Self.change])
    }

    // The server spoke of a room that its first message would make.
    @Test("is refused in a talk of two, which has none")
    func direct() {
        var model = liveModel(rooms: [room("@bob")])
        model.take(.signedIn(SignedInAccount(name: anna)))
        #expect(model.type("/topic tea\n") == [])
        #expect(model.notice == "a talk of two has no topic")
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite struct WhoisTests {
    private let ops = ChatTUITests.room("ops")

    @Test("One line says where a member is, what they may do, and when they last spoke")
    func everything() {
        var model = liveModel(rooms: [general, ops])
        model.rooms[0].here = [bob]
        model.rooms[1].members = [MemberSummary(name: bob, role: .owner, isHere: false)]
        model.hear(said(1, bob, "hi", minutes: 1))
        model.hear(said(1, bob, "later", in: ops, minutes: 2))
        #expect(model.type("/whois @BOB\n") == [.refreshMembers(general)])
        #expect(
            model.notice
                == "BOB: here in #general · owner of #ops · last spoke at 07:42 in #ops"
        )
    }

    @Test("Rooms that have not told who is in them are asked, and the word is put right")
    func asks() {
        var model = liveModel(rooms: [general, ops])
        let asked = [general, ops].map { Effect.refreshMembers($0) }
        #expect(model.type("/whois bob\n") == asked)
        #expect(model.notice?.hasPrefix("bob: not here") == true)
        let member = MemberSummary(name: bob, role: .member, isHere: true)
        model.take(.members(ops, [member]))
        #expect(model.notice == "bob: here in #ops · has said nothing that is loaded here")
        model.press(Key(.escape))
        model.take(.members(general, [member]))
        #expect(model.notice == nil)
    }

    @Test("Of somebody who was never heard of it says so, and without a name how it is written")
    func nothing() {
        var model = liveModel()
        _ = model.type("/whois zoe\n")
        #expect(model.notice == "zoe: not here · has said nothing that is loaded here")
        _ = model.type("/whois\n")
        #expect(model.notice?.contains("/whois NAME") == true)
    }
}

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
        #expect(model.type("/whois @BOB\n") == [])
        #expect(
            model.notice
                == "BOB: here in #general · owner of #ops · last spoke at 07:42 in #ops"
        )
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

import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// Who is here at all servers of a log, from what each of them tells.
@Suite struct NodePresenceTests {
    private let ann: PresencePlace
    private let bob: PresencePlace
    private let one = NodeNumber(1)
    private let two = NodeNumber(2)

    init() throws {
        let room = try RoomName("a")
        ann = PresencePlace(member: try MemberName("ann"), room: room)
        bob = PresencePlace(member: try MemberName("bob"), room: room)
    }

    private func change(_ place: PresencePlace, _ isHere: Bool) -> PresenceNotice.Change {
        .init(place: place, isHere: isHere)
    }

    @Test("Each server at which a member is counts once, however often it tells so")
    func union() {
        var presence = NodePresence()
        #expect(presence.take([change(ann, true)], from: one) == [ann: .init(began: 1)])
        #expect(presence.take([change(ann, true)], from: one) == [:])
        #expect(presence.take([change(ann, true)], from: two) == [ann: .init(began: 1)])
        #expect(presence.take([change(ann, false)], from: one) == [ann: .init(ended: 1)])
        #expect(presence.take([change(bob, false)], from: one) == [:])
        #expect(presence.take([change(ann, true), change(ann, false)], from: one) == [:])
    }

    @Test("A server that is away takes its members out, and nobody else's")
    func away() {
        var presence = NodePresence()
        _ = presence.take([change(ann, true), change(bob, true)], from: one)
        _ = presence.take([change(ann, true)], from: two)
        #expect(presence.keep([one, two]) == [:])
        #expect(presence.keep([two]) == [ann: .init(ended: 1), bob: .init(ended: 1)])
        #expect(presence.keep([]) == [ann: .init(ended: 1)])
    }

    @Test("What all servers wrote takes the place of what they told")
    func whole() {
        var presence = NodePresence()
        _ = presence.take([change(ann, true)], from: one)
        let rows = [
            PresentMember(bob.member, in: bob.room, at: one),
            PresentMember(ann.member, in: ann.room, at: two),
            PresentMember(ann.member, in: ann.room, at: NodeNumber(9)),
        ]
        let changes = presence.take(whole: rows, of: [one, two])
        #expect(changes == [ann: .init(began: 1, ended: 1), bob: .init(began: 1)])
        #expect(presence.take(whole: rows, of: [one, two]) == [:])
    }

    @Test("Who comes back at another server than the one that went away never left")
    func neverLeft() {
        var here = Presence(announcedLimit: 10, departurePause: .seconds(5))
        var presence = NodePresence()
        _ = presence.take([change(ann, true)], from: one)
        _ = here.arrived(ann.member)
        #expect(presence.keep([])[ann]?.ended == 1)
        _ = here.left(ann.member, now: .seconds(15))
        #expect(presence.take([change(ann, true)], from: two)[ann]?.began == 1)
        #expect(here.arrived(ann.member) == false)
        #expect(here.departures(now: .seconds(60)) == [])
    }

    @Test("Others are told of a first and of a last stream, and once of what came and went")
    func local() {
        var local = LocalPresence()
        local.note(.init(began: 2), at: ann)
        #expect(local.takeChanges() == [change(ann, true)])
        local.note(.init(began: 1, ended: 1), at: ann)
        local.note(.init(ended: 1), at: ann)
        #expect(local.takeChanges() == [])
        local.note(.init(ended: 1), at: ann)
        local.note(.init(began: 1), at: ann)
        local.note(.init(ended: 1), at: ann)
        #expect(local.takeChanges() == [change(ann, false)])
        local.note(.init(ended: 1), at: bob)
        #expect(local.takeChanges() == [] && local.all == [])
    }
}

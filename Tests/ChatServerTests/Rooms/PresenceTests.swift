import ChatProtocol
import Testing

@testable import ChatServer

@Suite struct PresenceTests {
    private let ann: MemberName
    private let bob: MemberName

    init() throws {
        ann = try MemberName("ann")
        bob = try MemberName("bob")
    }

    private func presence(limit: Int = 10) -> Presence {
        Presence(announcedLimit: limit, departurePause: .seconds(5))
    }

    @Test("The first stream of a member is announced, further ones are not")
    func arrival() {
        var presence = presence()
        #expect(presence.arrived(ann) == true)
        #expect(presence.arrived(ann) == false)
        #expect(presence.here == [ann])
    }

    @Test("A member leaves when the last stream has been gone for the pause")
    func departure() {
        var presence = presence()
        _ = presence.arrived(ann)
        _ = presence.arrived(ann)
        #expect(presence.left(ann, now: .seconds(1)) == false)
        #expect(presence.left(ann, now: .seconds(2)) == true)
        #expect(presence.departures(now: .seconds(6)) == [])
        #expect(presence.here == [ann])
        #expect(presence.departures(now: .seconds(7)) == [ann])
        #expect(presence.here.isEmpty)
        #expect(!presence.isWaiting)
    }

    @Test("Who comes back within the pause was never away")
    func reconnect() {
        var presence = presence()
        _ = presence.arrived(ann)
        _ = presence.left(ann, now: .seconds(1))
        #expect(presence.arrived(ann) == false)
        #expect(presence.departures(now: .seconds(60)) == [])
        #expect(presence.here == [ann])
    }

    @Test("In a crowd, comings and goings are counted and not announced")
    func crowd() {
        var presence = presence(limit: 1)
        #expect(presence.arrived(ann) == true)
        #expect(presence.arrived(bob) == false)
        _ = presence.left(bob, now: .zero)
        #expect(presence.departures(now: .seconds(9)) == [])
        #expect(presence.here == [ann])
    }

    @Test("A stream that was never counted cannot leave")
    func unknown() {
        var presence = presence()
        #expect(presence.left(bob, now: .zero) == false)
        #expect(presence.here.isEmpty)
    }
}

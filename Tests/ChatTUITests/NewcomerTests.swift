import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Coming into a room for the first time")
struct NewcomerTests {
    private static let fresh = room("fresh")
    private static let secret = room("secret")
    private static let calls = [
        said(1, bob, "anna: one", in: fresh), said(2, bob, "two", in: fresh),
    ]

    private static func told(
        _ newest: Int64,
        read: Int64 = 0,
        mentions: Int64 = 0,
        of name: RoomName = Self.fresh,
        isPrivate: Bool = false
    ) -> RoomSummary {
        RoomSummary(
            name: name,
            topic: "",
            newest: newest,
            read: read,
            mentions: mentions,
            here: 1,
            role: isPrivate ? .member : nil,
            isPrivate: isPrivate
        )
    }

    private static func started(
        _ kept: [String] = ["welcome read"],
        rooms: [RoomName] = [general, fresh]
    ) -> Model {
        var model = liveModel(rooms: rooms)
        model.restore(preferences: Preferences(lines: kept))
        return model
    }

    private static func isMark(_ effect: Effect) -> Bool {
        if case .markRead = effect { true } else { false }
    }

    // A marker of 0 cannot be told to the server: the next start took what it called unread for
    // what had stood there before.
    @Test(
        "while nothing was said there makes all of it news, at the next start too",
        arguments: [[], [told(0)]] as [[RoomSummary]]
    )
    func empty(list: [RoomSummary]) {
        var model = Self.started()
        model.take(.rooms(list))
        let kept = model.keptPreferences.lines
        #expect(kept.contains("empty fresh"))
        var next = Self.started(kept)
        #expect(!next.take(.rooms([Self.told(2, mentions: 1)])).contains(where: Self.isMark))
        #expect(next.rooms[1].unread == 2 && next.rooms[1].mentions == 1)
        #expect(next.picture.contains { $0.hasPrefix(" 2 fresh  @1") }, "\(next.picture)")
        next.take(.history(Self.fresh, Self.calls, atStart: true))
        next.press(.control("n"))
        let line = next.picture.firstIndex { $0.contains("─ 2 new ─") }
        #expect(line.map { next.picture[$0 + 1].contains("anna: one") } == true)
        #expect(next.wait().contains(.markRead(Self.fresh, seq: 2)))
        // Until the server tells that the mark came, it may have got lost.
        #expect(next.keptPreferences.lines.contains("empty fresh"))
        next.take(.rooms([Self.told(2, read: 2)]))
        #expect(!next.keptPreferences.lines.contains("empty fresh"))
    }

    @Test("that shows from the start opens it at its first message, where it was empty")
    func inFront() {
        var model = Self.started(["welcome read", "empty fresh"], rooms: [Self.fresh])
        model.take(.rooms([Self.told(2, mentions: 1)]))
        model.take(.history(Self.fresh, Self.calls, atStart: true))
        #expect(model.room.unreadLine == 0)
        #expect(model.picture.contains { $0.contains("─ 2 new ─") }, "\(model.picture)")
    }

    @Test("is known of a room that is joined later, and forgotten of one that is left")
    func joined() {
        var model = Self.started(["empty fresh"], rooms: [general])
        #expect(model.keptPreferences.lines.contains("empty fresh"))
        model.take(.rooms([Self.told(2)]))
        _ = model.list(Self.fresh)
        #expect(model.rooms[1].isEnteredEmpty && model.rooms[1].read == 0)
        model.type("/part fresh\n")
        #expect(!model.keptPreferences.lines.contains("empty fresh"))
    }

    @Test("says nothing of a room that is not there for one, or that was full")
    func notEmpty() {
        var model = Self.started(rooms: [general, Self.fresh, random])
        model.take(.rooms([Self.told(40, of: random)]))
        let hidden = Problem(status: 404, code: "room_not_found", title: "", detail: "no room")
        _ = model.show(1)
        model.take(.event(.control(.error(room: Self.fresh, hidden))))
        #expect(model.followed.contains(Self.fresh))
        let kept = model.keptPreferences.lines
        #expect(!kept.contains("empty fresh") && !kept.contains("empty random"))
        #expect(kept.contains("empty general"))
    }

    @Test("has a line above the first message also where one was let in and named")
    func letIn() {
        var model = Self.started(rooms: [general])
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.take(.rooms([Self.told(2, mentions: 1, of: Self.secret, isPrivate: true)]))
        let said = Self.calls.map { event in
            var event = event
            event.room = Self.secret
            return event
        }
        model.take(.history(Self.secret, said, atStart: true))
        model.press(.control("n"))
        #expect(model.picture.contains { $0.contains("─ 2 new ─") }, "\(model.picture)")
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A room that one is a member of")
struct OwnRoomTests {
    private static let secret = room("secret")

    private static func signedIn() -> Model {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        return model
    }

    private static func summary(
        _ name: RoomName = Self.secret,
        role: Role? = .member,
        read: Int64 = 0,
        mentions: Int64 = 0,
        isPrivate: Bool = true
    ) -> RoomSummary {
        RoomSummary(
            name: name,
            topic: "",
            newest: 3,
            read: read,
            unread: 1,
            mentions: mentions,
            here: 0,
            role: role,
            isPrivate: isPrivate
        )
    }

    // Who was let into a room while away found neither it nor what was said to them there.
    @Test("comes into the list with its mentions, also where nobody told of it")
    func letIn() {
        var model = Self.signedIn()
        let effects = model.take(.rooms([Self.summary(mentions: 1)]))
        #expect(effects.contains(.follow([general, Self.secret])))
        #expect(effects.contains(.loadHistory(Self.secret, before: nil)))
        #expect(model.notice == "you were let into #secret")
        #expect(model.rooms[1].unread == 1 && model.rooms[1].mentions == 1)
        #expect(model.frontRoom == general)
    }

    @Test("is told of once, and not where it was read or made before")
    func old() {
        var model = Self.signedIn()
        let made = Self.summary(room("made"), role: .owner)
        model.take(.rooms([Self.summary(read: 2), made]))
        #expect(model.followed == [general, Self.secret, room("made")])
        #expect(model.notice?.contains("let into") != true)
        #expect(!model.take(.rooms([Self.summary(read: 2), made])).contains(.reconnect))
        #expect(model.followed.count == 3)
    }

    @Test("stays out once it was left, also before anything told of the role there")
    func leftEarly() {
        var model = model(rooms: [general, Self.secret])
        model.signedIn = SignedInAccount(name: anna)
        _ = start(&model)
        model.type("/part secret\n")
        #expect(model.followed == [general])
        model.take(.rooms([Self.summary(mentions: 1)]))
        #expect(model.followed == [general])
    }

    // Another machine's list had private rooms alone, and showed no call in one's public ones.
    @Test(
        "comes into the list where it is public too, without a word, and its calls count",
        arguments: [.owner, .moderator, .member] as [Role]
    )
    func isPublic(role: Role) {
        for read in [0, 1] as [Int64] {
            var model = Self.signedIn()
            let told = Self.summary(role: role, read: read, mentions: 1, isPrivate: false)
            #expect(model.take(.rooms([told])).contains(.follow([general, Self.secret])))
            #expect(model.notice?.contains("let into") != true)
            #expect(model.rooms[1].unread == 1 && model.rooms[1].mentions == 1)
        }
        var model = Self.signedIn()
        model.preferences.left = [Self.secret]
        model.take(.rooms([Self.summary(role: role, isPrivate: false)]))
        #expect(model.followed == [general])
    }

    @Test("is one from /join on, where it is public, and stays so until somebody ends it")
    func joins() {
        let told = Self.summary(role: Role.none, isPrivate: false)
        let asks = Effect.decide(Self.secret, .join)
        var model = Self.signedIn()
        model.take(.rooms([told]))
        #expect(model.type("/join secret\n").contains(asks))
        // Until the server tells of it, once more asks again.
        #expect(model.type("/join secret\n").contains(asks))
        model.hear(event(4, anna, .member(anna, role: .member), in: Self.secret))
        #expect(!model.type("/join secret\n").contains(asks))
        let left = model.type("/part secret\n")
        #expect(!left.contains { if case .decide = $0 { true } else { false } })
        #expect(model.preferences.left == [Self.secret])
        // An operator looks into private rooms, and is no member by that; a guest is none anywhere.
        var operating = Self.signedIn()
        operating.take(.rooms([Self.summary(role: Role.none)]))
        #expect(!operating.type("/join secret\n").contains(asks))
        var guest = liveModel()
        guest.take(.rooms([told]))
        #expect(!guest.type("/join secret\n").contains(asks))
    }

    // A room that one joined at one machine came to the other one at its next start, and what was
    // said to them there till then showed nowhere.
    @Test("comes into the list as one joins it at another machine, and its calls count")
    func joinsElsewhere() {
        let join = event(2, anna, .member(anna, role: .member), in: Self.secret)
        var model = Self.signedIn()
        let words = model.noticeCount
        let effects: [Effect] = [
            .follow([general, Self.secret]), .loadHistory(Self.secret, before: nil), .loadRooms,
        ]
        #expect(model.take(.news(join)) == effects)
        #expect(model.frontRoom == general && model.noticeCount == words)
        // The page may have the call already: the server tells that it is not read.
        let call = said(3, bob, "anna: both machines", in: Self.secret)
        model.take(.history(Self.secret, [join, call], atStart: false))
        model.take(.rooms([Self.summary(mentions: 1, isPrivate: false)]))
        #expect(model.rooms[1].mentions == 1 && model.rooms[1].unread == 1)
        #expect(model.take(.news(join)) == [])
        // One that was lost is read again.
        model.press(.control("n"))
        let gone = Problem(status: 404, code: "room_not_found", title: "", detail: "")
        model.take(.event(.control(.error(room: Self.secret, gone))))
        #expect(model.room.isLost && model.take(.news(join)) == [.reconnect])
        #expect(!model.room.isLost)
    }

    @Test("stays out where one has left it here, did something else, or the list is long")
    func staysOut() {
        let join = event(4, anna, .member(anna, role: .member), in: Self.secret)
        var model = Self.signedIn()
        model.preferences.left = [Self.secret]
        #expect(model.take(.news(join)) == [])
        model.preferences.left = []
        for content in [
            .member(bob, role: .member), .member(anna, role: Role.none),
            .message(Message(text: "mine")),
        ] as [DurableEvent.Content] {
            #expect(model.take(.news(event(4, anna, content, in: Self.secret))) == [])
        }
        model.take(.rooms((1...300).map { Self.summary(room("r\($0)")) }))
        #expect(model.take(.news(join)) == [] && model.rooms.count == Model.ownRoomLimit)
    }

    @Test("is a talk too in which one has said something at another machine")
    func talksElsewhere() {
        let direct = room("@bob")
        var model = Self.signedIn()
        #expect(model.take(.news(said(1, anna, "hi", in: direct, key: "k-1"))) == [])
        model.preferences.ignored = [bob]
        #expect(model.take(.news(said(2, anna, "hi", in: direct, key: "other-1"))) == [])
        model.preferences.ignored = []
        model.take(.news(said(3, anna, "hi", in: direct, key: "other-2")))
        #expect(model.followed == [general, direct] && model.frontRoom == general)
    }

    @Test("is none that is another one's, or seen by a guest")
    func others() {
        var model = Self.signedIn()
        model.take(.rooms([Self.summary(role: Role.none, isPrivate: false)]))
        model.take(.rooms([Self.summary(role: Role.none)]))
        model.take(.rooms([Self.summary(role: nil)]))
        #expect(model.followed == [general])
        var guest = liveModel()
        guest.take(.rooms([Self.summary()]))
        #expect(guest.followed == [general])
    }

    @Test("stays out of the list once it was left, also at the next start, until one is let in")
    func left() {
        var model = Self.signedIn()
        model.take(.rooms([Self.summary()]))
        model.type("/part secret\n")
        #expect(model.followed == [general])
        model.take(.rooms([Self.summary()]))
        #expect(model.followed == [general])
        var next = Self.signedIn()
        next.preferences = Preferences(lines: model.preferences.lines)
        next.take(.rooms([Self.summary()]))
        #expect(next.followed == [general])
        next.take(.news(event(4, bob, .member(anna, role: .member), in: Self.secret)))
        #expect(next.followed == [general, Self.secret] && next.preferences.left.isEmpty)
    }

    // They came into the list at a sign-in on the screen, and stayed out from the next start on.
    @Test("stays out where who signs in has left it, and not where the one before has")
    func leftBySignedIn() {
        var workspace = Workspace([Self.signedIn()])
        var kept = Preferences()
        kept.left = [Self.secret, general]
        workspace.takeOver(kept, at: 0)
        _ = workspace.take(.rooms([Self.summary(mentions: 1)]), from: 0)
        #expect(workspace.model.followed == [general])
        #expect(workspace.model.preferences.left == [Self.secret])
        _ = workspace.take(.signedIn(SignedInAccount(name: alice)), from: 0)
        workspace.takeOver(Preferences(), at: 0)
        workspace.takeOver(kept, at: 7)
        _ = workspace.take(.rooms([Self.summary()]), from: 0)
        #expect(workspace.model.followed == [general, Self.secret])
    }

    @Test("that one was put out of is news when one is let in anew")
    func again() {
        var model = Self.signedIn()
        model.preferences.left = [Self.secret]
        model.take(.rooms([]))
        model.take(.rooms([Self.summary()]))
        #expect(model.followed == [general, Self.secret])
    }

    @Test("leaves room for others where there are many: what names one comes first")
    func many() {
        var model = Self.signedIn()
        let quiet = (1...300).map { Self.summary(room("r\($0)")) }
        let effects = model.take(.rooms(quiet + [Self.summary(mentions: 1)]))
        #expect(model.rooms.count == Model.ownRoomLimit)
        #expect(model.followed.contains(Self.secret))
        let follows = effects.count { if case .follow = $0 { true } else { false } }
        #expect(follows == 1)
        #expect(model.notice == "you were let into #secret, #r1, #r2 and 46 more")
    }
}

import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Deciding about a room and its members")
struct PeopleTests {
    /// Somebody with an account, whose role is known.
    private static func signedIn(_ role: Role?, isOperator: Bool = false) -> Model {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna, isOperator: isOperator)))
        model.take(
            .rooms([RoomSummary(name: general, topic: "", newest: 0, read: 0, here: 1, role: role)])
        )
        return model
    }

    private static func order(
        _ role: Role? = nil,
        until: String? = nil,
        mutedUntil: String? = nil,
        _ reason: String? = nil,
        isFor roles: Set<Role>? = nil
    ) -> MemberOrder {
        MemberOrder(role: role, until: until, mutedUntil: mutedUntil, reason: reason, isFor: roles)
    }

    private static let notBanned: Set<Role> = [.owner, .moderator, .member, Role.none]

    @Test(
        "is one request for each command",
        arguments: [
            ("/invite bob", .member(bob, order(isFor: notBanned))),
            ("/invite", .invite(Decision.InviteTerms())),
            ("/kick @bob", .member(bob, order(Role.none, isFor: notBanned))),
            ("/kick bob too loud", .member(bob, order(Role.none, "too loud", isFor: notBanned))),
            ("/ban bob", .member(bob, order(.banned))),
            ("/ban bob 2h", .member(bob, order(.banned, until: "2h"))),
            ("/ban bob spam and more", .member(bob, order(.banned, "spam and more"))),
            ("/ban bob off topic", .member(bob, order(.banned, "off topic"))),
            ("/ban bob 2h spam", .member(bob, order(.banned, until: "2h", "spam"))),
            ("/unban bob", .member(bob, order(Role.none, isFor: [.banned]))),
            ("/silence bob 10m why", .member(bob, order(mutedUntil: "10m", "why"))),
            ("/silence bob off", .member(bob, order(mutedUntil: "0s"))),
            ("/op bob", .member(bob, order(.moderator, isFor: [.moderator, .member, Role.none]))),
            ("/deop bob", .member(bob, order(.member, isFor: [.owner, .moderator]))),
            ("/owner bob", .member(bob, order(.owner, isFor: notBanned))),
            ("/slow 5", .room(RoomChange(slowSeconds: 5))),
            ("/slow 2m", .room(RoomChange(slowSeconds: 120))),
            ("/slow 0", .room(RoomChange(slowSeconds: 0))),
            ("/private", .room(RoomChange(visibility: .private))),
            ("/public", .room(RoomChange(visibility: .public))),
            ("/retention 30", .room(RoomChange(retention: Retention(days: 30)))),
            ("/retention 30d", .room(RoomChange(retention: Retention(days: 30)))),
            ("/retention 500 events", .room(RoomChange(retention: Retention(events: 500)))),
            ("/retention off", .room(RoomChange(retention: Retention()))),
        ] as [(String, Decision)]
    )
    func requests(line: String, decision: Decision) {
        var model = Self.signedIn(.owner)
        #expect(model.type("\(line)\n") == [.decide(general, decision)])
    }

    // Each of these was another decision than the one that was typed: a ban was lifted, a stranger
    // let into a private room, a member put out.
    @Test(
        "is none about somebody who is something else, which is told",
        arguments: [
            ("/kick bob", .banned, "bob is banned; /unban bob lifts that"),
            ("/invite bob", .banned, "bob is banned; /unban bob lifts that"),
            ("/op bob", .banned, "bob is banned; /unban bob lifts that"),
            ("/owner bob", .banned, "bob is banned; /unban bob lifts that"),
            ("/deop bob", .banned, "bob is banned; /unban bob lifts that"),
            ("/deop bob", .member, "bob is no moderator of #general"),
            ("/deop bob", Role.none, "bob is no moderator of #general"),
            ("/unban bob", .member, "nobody named bob is banned in #general"),
            ("/unban bob", Role.none, "nobody named bob is banned in #general"),
            ("/op bob", .owner, "bob is an owner of #general, and may do more"),
            ("/kick bob", .member, nil), ("/kick bob", .moderator, nil),
            ("/invite bob", Role.none, nil), ("/invite bob", .moderator, nil),
            ("/unban bob", .banned, nil), ("/ban bob", .banned, nil), ("/ban bob", .owner, nil),
            ("/deop bob", .owner, nil), ("/op bob", .member, nil),
            ("/silence bob 1m", .banned, nil),
        ] as [(String, Role, String?)]
    )
    func isFor(line: String, role: Role, words: String?) {
        var model = Self.signedIn(.owner)
        let effects = model.type("\(line)\n")
        guard case .decide(let room, .member(let member, let order))? = effects.first else {
            Issue.record("nothing is decided: \(effects)")
            return
        }
        #expect(order.refusal(of: member, who: role, in: room) == words)
    }

    @Test("is done under one's own name, which the server would not change")
    func keepsName() {
        var model = Self.signedIn(.owner)
        #expect(model.type("/nick other\n") == [])
        #expect(model.notice == "you are signed in as anna; /logout first")
        #expect(model.name == anna)
    }

    @Test(
        "is also to take back what another one said",
        arguments: [
            (.owner, false, true), (.moderator, false, true), (.member, false, false),
            (nil, true, true),
        ] as [(Role?, Bool, Bool)]
    )
    func deletes(_ role: Role?, _ isOperator: Bool, _ mayDelete: Bool) {
        var model = Self.signedIn(role, isOperator: isOperator)
        model.hear(said(1, bob, "spam"))
        model.press(.control("s"), Key(.character("d")))
        let effects = model.press(Key(.character("y")))
        #expect(effects.contains { if case .post = $0 { true } else { false } } == mayDelete)
        #expect(model.picture.contains { $0.contains("(deleted by anna …)") } == mayDelete)
    }

    @Test(
        "that is wrong is told with what would be right, and asks nobody",
        arguments: [
            "/kick", "/silence bob", "/slow", "/slow fast", "/retention", "/retention 0",
            "/retention 5 weeks",
        ]
    )
    func wrong(line: String) {
        var model = Self.signedIn(.owner)
        #expect(model.type("\(line)\n") == [])
        #expect(model.picture.contains { $0.hasPrefix("usage: /") }, "\(model.picture)")
    }

    @Test(
        "that one may not do is told before it is asked for",
        arguments: [
            (.member, "/kick bob", "only a moderator of #general may do that"),
            (Role.none, "/ban bob", "only a moderator of #general may do that"),
            (.member, "/op bob", "only an owner of #general may do that"),
            (.moderator, "/private", "only an owner of #general may do that"),
        ] as [(Role, String, String)]
    )
    func mayNot(role: Role, line: String, words: String) {
        var model = Self.signedIn(role)
        model.type(line)
        #expect(model.picture.contains { $0.contains(words) }, "\(model.picture)")
        #expect(model.type("\n") == [])
        #expect(model.picture.contains(words), "\(model.picture)")
        #expect(model.drafts[general] == line)
    }

    @Test("is a moderator's, an owner's and an operator's, and asked for where nothing is known")
    func may() {
        for (role, isOperator) in [
            (.moderator, false), (.owner, false), (.member, true), (nil, false),
        ] as [(Role?, Bool)] {
            var model = Self.signedIn(role, isOperator: isOperator)
            #expect(model.type("/kick bob\n").count == 1, "\(String(describing: role))")
        }
    }

    @Test("needs an account, and a room of more than two")
    func needsAccount() {
        var guest = liveModel()
        #expect(guest.type("/kick bob\n") == [])
        #expect(guest.picture.contains("that is for accounts: /login signs in"))
        var direct = liveModel(rooms: [room("@bob")])
        direct.take(.signedIn(SignedInAccount(name: anna)))
        #expect(direct.type("/kick bob\n") == [])
    }

    @Test("A role that is given is known at once")
    func newRole() {
        var model = Self.signedIn(.member)
        #expect(model.type("/kick bob\n") == [])
        model.press(.control("u"))
        model.hear(event(1, bob, .member(anna, role: .moderator)))
        #expect(model.type("/kick bob\n").count == 1)
    }

    @Test(
        "is said in words: who, what, until when, why",
        arguments: [
            (
                .member(alice, role: .banned, terms: MemberTerms(until: morning, reason: "spam")),
                "bob banned alice until 2026-11-22 07:40: spam"
            ),
            (
                .member(
                    alice,
                    role: .member,
                    terms: MemberTerms(
                        mutedUntil: Timestamp(milliseconds: morning.milliseconds + 600_000)
                    )
                ),
                "bob silenced alice until 2026-11-22 07:50"
            ),
            (
                .member(alice, role: .member, terms: MemberTerms(mutedUntil: morning)),
                "bob lets alice speak again"
            ),
            (
                .member(alice, role: .none, terms: MemberTerms(reason: "enough")),
                "bob put alice out: enough"
            ),
            (.member(alice, role: .moderator), "bob made alice moderator"),
            (
                .member(alice, role: .member, terms: MemberTerms(was: .member)),
                "bob lets alice speak again"
            ),
            (
                .member(alice, role: Role.none, terms: MemberTerms(was: .banned)),
                "bob lifted the ban of alice"
            ),
            (
                .member(alice, role: .banned, terms: MemberTerms(mutedUntil: morning)),
                "bob banned alice"
            ),
            (
                .member(alice, role: .none, terms: MemberTerms(mutedUntil: morning)),
                "bob put alice out"
            ),
            (.room(RoomChange(slowSeconds: 5)), "bob set slow mode: a message in 5 s"),
            (.room(RoomChange(slowSeconds: 0)), "bob ended slow mode"),
            (
                .room(RoomChange(retention: Retention(days: 30, events: 9))),
                "bob set what is kept: 30 days or 9 events"
            ),
            (.room(RoomChange(retention: Retention())), "bob set what is kept: everything"),
            (.room(RoomChange(topic: "")), "bob removed the topic"),
            (
                .room(RoomChange(topic: "\"tea\"; left", visibility: .private)),
                "bob made the room private; set the topic: \"'tea'; left\""
            ),
            (.room(RoomChange()), "bob changed the room"),
            (.delete(target: 0, reason: "spam"), "bob deleted an earlier message: spam"),
        ] as [(DurableEvent.Content, String)]
    )
    func words(content: DurableEvent.Content, words: String) {
        var model = liveModel()
        model.hear(event(1, bob, content))
        #expect(model.picture.contains { $0.contains(words) }, "\(model.picture)")
        var voice = PlainVoice()
        #expect(voice.lines(of: model).contains { $0.contains(words) })
    }

    @Test(
        "that changes nothing is told as that, whatever the order was",
        arguments: [
            (
                .member(bob, order(Role.none)),
                "bob is no member, and not banned; /ban keeps people out"
            ),
            (.member(bob, order(.member)), "bob is a member already"),
            (.member(bob, order(.moderator)), "bob is a moderator already"),
            (.member(bob, order(.owner)), "bob is an owner already"),
            (.member(bob, order(.banned)), "bob is banned already"),
            (.member(bob, order(mutedUntil: "0s")), "bob may speak as before"),
            (.room(RoomChange(slowSeconds: 0)), "there is no pause between messages"),
            (.room(RoomChange(visibility: .public)), "the room is public"),
            (.room(RoomChange(retention: Retention())), "everything is kept"),
            (.room(RoomChange(topic: "tea")), "the topic is: tea"),
        ] as [(Decision, String)]
    )
    func unchanged(decision: Decision, words: String) {
        var model = Self.signedIn(.owner)
        #expect(model.take(.unchanged(general, decision)) == [])
        #expect(model.picture.contains { $0.hasPrefix("nothing changed in #general: ") })
        var voice = PlainVoice()
        #expect(voice.lines(of: model).contains("nothing changed in #general: \(words)"))
    }

    @Test("is told by an event of the same member, or of the room")
    func told() {
        let kick = Decision.member(bob, Self.order(Role.none))
        let slow = Decision.room(RoomChange(slowSeconds: 5))
        let left = event(1, bob, .member(member("Bob"), role: Role.none))
        let other = event(2, anna, .member(alice, role: Role.none))
        let changed = event(3, anna, .room(RoomChange(slowSeconds: 5)))
        let events = [left, other, changed, said(4, bob, "x")]
        #expect(events.map { kick.isTold(by: $0) } == [true, false, false, false])
        #expect(events.map { slow.isTold(by: $0) } == [false, false, true, false])
    }

    @Test("A lifted ban is told as one")
    func unban() {
        var model = liveModel()
        model.hear(
            event(1, bob, .member(alice, role: .banned)),
            event(2, bob, .member(alice, role: .none))
        )
        #expect(model.picture.contains { $0.contains("bob lifted the ban of alice") })
        #expect(!model.picture.contains { $0.contains("put alice out") })
    }

    @Test("A mute that goes on is told behind the role, and no mute of its own")
    func goesOn() {
        var model = liveModel(120, 24)
        let later = Timestamp(milliseconds: morning.milliseconds + 600_000)
        let terms = MemberTerms(mutedUntil: later, was: .member)
        model.hear(event(1, bob, .member(alice, role: .moderator, terms: terms)))
        let words = "bob made alice moderator, silenced until 2026-11-22 07:50"
        #expect(model.picture.contains { $0.contains(words) }, "\(model.picture)")
    }

    // MARK: - Rooms that come and go

    private static let gone = Problem(
        status: 404,
        code: "room_not_found",
        title: "",
        detail: "there is no room random"
    )

    @Test("A room that one may not see any more leaves the list with a word")
    func lost() {
        var model = liveModel(rooms: [general, random])
        let effects = model.take(.event(.control(.error(room: random, Self.gone))))
        #expect(effects.first == .follow([general]))
        #expect(model.picture.contains("#random left the list: there is no room random"))
    }

    @Test("Who was put out of a room that one has read is not told that there is none")
    func putOut() {
        var model = liveModel(rooms: [general, random])
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.hear(said(1, bob, "hi", in: random), said(1, bob, "hi"))
        model.take(.event(.control(.error(room: random, Self.gone))))
        #expect(model.notice == "#random left the list: it is gone, or not yours to see any more")
        model.take(.event(.control(.error(room: general, Self.gone))))
        #expect(model.notice == "#general: it is gone, or not yours to see any more")
    }

    @Test("A role that is taken back is told as what it is, and nobody is let in again")
    func plainMember() {
        var model = liveModel(120, 24)
        model.hear(
            event(1, alice, .member(bob, role: .member)),
            event(2, alice, .member(bob, role: .moderator)),
            event(3, alice, .member(bob, role: .member)),
            event(4, bob, .member(bob, role: .owner)),
            event(5, bob, .member(bob, role: .member))
        )
        let told = model.picture.compactMap { row in
            row.firstRange(of: "-- ").map { String(row[$0.upperBound...]) }
        }
        let words = [
            "alice let bob in", "alice made bob moderator", "alice made bob a plain member",
            "bob made bob owner", "bob is a plain member now",
        ]
        #expect(words.allSatisfy { word in told.contains { $0.hasPrefix(word) } }, "\(told)")
    }

    @Test("The only room stays, and is read again when it is there")
    func lastRoom() {
        var model = Self.signedIn(nil)
        #expect(model.take(.event(.control(.error(room: general, Self.gone)))) == [])
        #expect(model.followed == [general])
        let list = [RoomSummary(name: general, topic: "", newest: 0, read: 0, here: 1)]
        #expect(model.take(.rooms(list)).contains(.reconnect))
        #expect(!model.take(.rooms(list)).contains(.reconnect))
    }

    @Test("A direct room that somebody begins, and an invitation, come into the list")
    func gained() {
        let direct = room("@bob")
        var model = Self.signedIn(.member)
        let effects = model.take(.news(said(1, bob, "psst", in: direct)))
        #expect(
            effects.prefix(2) == [.follow([general, direct]), .loadHistory(direct, before: nil)]
        )
        #expect(effects.contains(.bell))
        #expect(model.frontRoom == general)
        #expect(model.take(.news(said(2, bob, "psst", in: direct))) == [])
        _ = model.take(.news(event(1, bob, .member(anna, role: .member), in: random)))
        #expect(model.followed == [general, direct, random])
        #expect(
            model.take(.news(event(1, bob, .member(alice, role: .member), in: room("x")))) == []
        )
    }

    @Test("A talk with nobody, and a pause that is too long, are told in words")
    func inWords() {
        var model = Self.signedIn(.owner)
        #expect(model.type("/slow 99999999\n") == [])
        #expect(model.notice == "slow mode is a day at most: 24h, or 86400 seconds")
        model.press(.control("u"))
        model.type("/msg nosuch\n")
        let hidden = Problem(
            status: 404,
            code: "room_not_found",
            title: "",
            detail: "there is no room @nosuch"
        )
        model.take(.event(.control(.error(room: room("@nosuch"), hidden))))
        #expect(model.notice == "there is no account nosuch")
    }

    // A stream waits for a talk in which nothing was said, and tells of no error.
    @Test("A talk with nobody is lost by its first message, and is not there at the next start")
    func talkWithNobody() {
        let nobody = room("@nosuch")
        var model = Self.signedIn(.owner)
        let effects = model.type("/msg nosuch hi\n")
        #expect(effects.count { if case .post = $0 { true } else { false } } == 1)
        #expect(model.keptRooms == [general, nobody])
        let key = model.room.pending.first?.message.key ?? ""
        model.take(
            .event(.control(.error(room: nobody, Self.gone))),
            .refused(key: key, reason: "there is no room @nosuch")
        )
        #expect(model.notice == "there is no account nosuch")
        #expect(model.keptRooms == [general])
        // The next stream waits for it as before.
        let range = ControlEvent.RoomRange(room: nobody, oldest: 1, newest: 0)
        model.take(.event(.control(.open(rooms: [range], heartbeat: 20))))
        #expect(model.keptRooms == [general])
        #expect(model.roomRefusal == "@nosuch is not there for you; /part leaves it")
        var later = model
        later.type("/msg nosuch again\n")
        #expect(later.room.pending.count == 2 && later.keptRooms == [general, nobody])
        var heard = model
        heard.hear(event(1, member("nosuch"), .message(Message(text: "hi")), in: nobody))
        #expect(heard.roomRefusal == nil && heard.keptRooms == [general, nobody])
        model.press(Key(.escape))
        _ = model.show(0)
        #expect(model.followed == [general])
    }

    @Test("A talk in which something was said stays, though the other one's account is gone")
    func talkWithHistory() {
        let direct = room("@bob")
        var model = Self.signedIn(.owner)
        model.type("/msg bob\n")
        let range = ControlEvent.RoomRange(room: direct, oldest: 1, newest: 1)
        model.take(.event(.control(.open(rooms: [range], heartbeat: 20))))
        model.hear(said(1, bob, "hi", in: direct))
        #expect(model.take(.event(.control(.error(room: direct, Self.gone)))) == [])
        #expect(model.notice == "there is no account bob")
        #expect(model.roomRefusal == nil && model.keptRooms == [general, direct])
    }

    @Test("Direct rooms with something unread are in the list from the start")
    func unreadDirect() {
        var model = liveModel()
        let direct = RoomSummary(
            name: room("@bob"),
            topic: "",
            newest: 3,
            read: 1,
            unread: 2,
            here: 0
        )
        _ = model.take(.rooms([direct]))
        #expect(model.followed == [general, room("@bob")])
    }

    @Test("A room that is not there is made by who has an account, and by nobody else")
    func makesRoom() {
        var model = Self.signedIn(.member)
        #expect(model.type("/join random\n") == [.decide(random, .enter)])
        #expect(model.followed == [general] && model.frontRoom == random)
        let made = RoomSummary(name: random, topic: "", newest: 1, read: 0, here: 1)
        #expect(model.take(.entered(random, [made])).contains(.follow([general, random])))
        #expect(model.frontRoom == random)
        var guest = liveModel()
        #expect(!guest.type("/join random\n").contains(.decide(random, .enter)))
    }
}

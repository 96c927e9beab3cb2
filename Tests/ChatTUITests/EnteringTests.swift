import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What is typed for a room")
struct EnteringTests {
    private static let gone = Problem(
        status: 404,
        code: "room_not_found",
        title: "",
        detail: "there is no room random"
    )

    /// Somebody with an account who looks at a room that is theirs no more.
    private static func putOut(typing text: String = "") -> Model {
        var model = liveModel(rooms: [random, general])
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.hear(said(1, bob, "hi", in: random))
        model.type(text)
        model.take(.event(.control(.error(room: random, gone))))
        return model
    }

    @Test("is said in no other one when it is lost, and stays in the line")
    func lost() {
        var model = Self.putOut(typing: "my secret is that ")
        #expect(model.frontRoom == random)
        let effects = model.type("I sing\n")
        #expect(!effects.contains { $0.isPost })
        #expect(model.notice == "#random is not there for you; /part leaves it")
        #expect(model.drafts[random] == "my secret is that I sing")
        #expect(model.rooms.allSatisfy { $0.pending.isEmpty })
    }

    @Test("keeps a lost room in the list where it is not empty, also when one goes elsewhere")
    func draft() {
        var model = Self.putOut(typing: "draft")
        _ = model.show(1)
        #expect(model.followed == [random, general])
        var empty = Self.putOut()
        #expect(empty.show(1).contains(.follow([general])))
        #expect(empty.followed == [general] && empty.frontRoom == general)
        var left = Self.putOut()
        #expect(left.type("/part\n").contains(.follow([general])))
    }

    @Test("is refused with its words where a line of a pipe is for a lost room")
    func pipe() {
        var workspace = Workspace([Self.putOut()])
        #expect(!workspace.submit("deploy key").contains { $0.effect.isPost })
        #expect(workspace.model.refusedCount == 1 && workspace.model.mistakes == 0)
        var voice = PlainVoice()
        let words = "Not sent: #random is not there for you; /part leaves it. It was: deploy key"
        #expect(voice.lines(of: workspace).contains(words))
    }

    @Test("is refused with what helps: another way where a lost room is the only one")
    func advice() {
        let refusal = { (rooms: [RoomName], isSignedIn: Bool, problem: Problem) -> String? in
            var model = liveModel(rooms: rooms)
            if isSignedIn { model.signedIn = SignedInAccount(name: anna) }
            model.take(.event(.control(.error(room: random, problem))))
            return model.roomRefusal
        }
        let start = "#random is not there for you; "
        let banned = Problem(status: 403, code: "banned", title: "", detail: "you are banned")
        let makes = "/join random makes it"
        #expect(refusal([random], true, Self.gone) == start + makes)
        #expect(refusal([random, general], true, Self.gone) == start + makes + ", /part leaves it")
        #expect(refusal([random, general], true, banned) == start + "/part leaves it")
        for isSignedIn in [false, true] {
            let words = refusal([random], isSignedIn, isSignedIn ? banned : Self.gone)
            #expect(words == start + "/join random asks for it again")
        }
    }

    @Test("is told nothing of /part where the only room could not be made")
    func onlyNotMade() {
        var model = Self.connecting()
        model.type("/join random\n")
        model.take(.stream(.catchingUp))
        model.take(.notEntered(random, reason: "there is a room random already"))
        #expect(model.notice == "there is a room random already")
        let again = "#random is not there for you; /join random asks for it again"
        #expect(model.roomRefusal == again)
        // Each stream tells that it is not there, which is no news of who has its name.
        model.take(.event(.control(.error(room: random, Self.gone))))
        #expect(model.roomRefusal == again)
    }

    @Test("stands in a room that the list marks as lost, until it is found")
    func marked() {
        var model = Self.putOut()
        model.take(.resize(Size(columns: 120, rows: 10)))
        let row = { (model: Model) in
            model.picture.first { $0.contains("random") && $0.contains("│") }?.prefix { $0 != "│" }
        }
        #expect(row(model)?.hasSuffix(" !") == true, "\(model.picture)")
        let invite = event(2, bob, .member(anna, role: .member), in: random)
        model.take(.news(invite))
        #expect(row(model)?.contains("!") == false)
    }

    @Test("can be said again once one is let in, or the room is there")
    func found() {
        let invite = event(2, bob, .member(anna, role: .member), in: random)
        var model = Self.putOut()
        #expect(model.take(.news(invite)) == [.reconnect])
        #expect(model.type("hello\n").contains { $0.isPost })
        var listed = Self.putOut()
        let summary = RoomSummary(name: random, topic: "", newest: 1, read: 1, here: 1)
        #expect(listed.take(.rooms([summary])).contains(.reconnect))
        #expect(listed.roomRefusal == nil)
    }

    @Test("is not told twice to be lost, which each stream says again")
    func quiet() {
        var model = Self.putOut()
        model.press(Key(.escape))
        model.take(.event(.control(.error(room: random, Self.gone))))
        #expect(model.notice == nil)
    }

    @Test("waits while the room is being made, and is said there then")
    func beingMade() {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        let effects = model.type("/join random\nhello\n")
        #expect(effects.contains(.decide(random, .enter)))
        #expect(!effects.contains { $0.isPost })
        #expect(model.drafts[random] == "hello" && model.unsent.waiting == 1)
        let made = RoomSummary(name: random, topic: "", newest: 1, read: 0, here: 1)
        let then = model.take(.entered(random, [made]))
        #expect(then.contains(.follow([general, random])))
        #expect(then.contains(.loadHistory(random, before: nil)))
        #expect(then.contains { $0.isPost })
        #expect(!model.take(.entered(random, [made])).contains { $0.isPost })
        #expect(model.drafts[random] == nil)
    }

    // What ended by a signal in the meantime had kept nothing of it.
    @Test("is kept as the room's draft until that is made, with what is typed behind it")
    func heldDraft() {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.type("/join random\n//usr is full\nand more\nhalf")
        #expect(model.drafts[random] == "//usr is full\nand more\nhalf")
        var next = liveModel()
        next.take(.signedIn(SignedInAccount(name: anna)))
        next.restoreDraft(model.drafts[random] ?? "", in: random)
        next.type("/join random\n\n")
        #expect(next.rooms[1].held.map(\.text) == ["/usr is full\nand more\nhalf"])
    }

    @Test("waits for the server where none is there to be asked, and is asked for again")
    func offline() {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.take(.stream(.offline(reason: "refused", retryAt: nil)))
        model.type("/join random\nhello\n")
        model.take(.notEntered(random, reason: "connection refused"))
        #expect(model.notice == "#random waits for the server: connection refused")
        #expect(model.unsent.refused == 0 && model.drafts[random] == "hello")
        let ranges = [ControlEvent.RoomRange(room: general, oldest: 1, newest: 0)]
        model.take(.stream(.catchingUp))
        let effects = model.take(.event(.control(.open(rooms: ranges, heartbeat: 20))))
        #expect(effects.contains(.decide(random, .enter)))
        model.take(.notEntered(random, reason: "not yours"))
        #expect(model.unsent.refused == 1 && model.room.isLost)
    }

    @Test("is made by /join also where it is the only one that is followed")
    func onlyRoom() {
        var model = liveModel(rooms: [random])
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.take(.event(.control(.error(room: random, Self.gone))))
        #expect(model.type("/join random\n").contains(.decide(random, .enter)))
        let made = RoomSummary(name: random, topic: "", newest: 1, read: 0, here: 1)
        #expect(model.take(.entered(random, [made])).contains(.reconnect))
        #expect(model.roomRefusal == nil)
    }

    /// Somebody with an account whose client has not heard of its rooms yet.
    private static func connecting(_ rooms: [RoomName] = [random]) -> Model {
        var model = model(rooms: rooms)
        model.signedIn = SignedInAccount(name: anna)
        _ = start(&model)
        return model
    }

    @Test(
        "waits for /join also where it is said before anything told that the room is there",
        arguments: [[random], [random, general]]
    )
    func joinedEarly(rooms: [RoomName]) {
        var model = Self.connecting(rooms)
        let effects = model.type("/join random\nhello\n")
        #expect(effects.contains(.decide(random, .enter)))
        #expect(!effects.contains { $0.isPost } && model.unsent.held == 1)
        #expect(model.followed == Array(rooms.suffix(1)))
        // The stream was opened before it was made.
        model.take(.event(.control(.error(room: random, Self.gone))))
        #expect(model.notice == nil && model.frontRoom == random)
        #expect(!model.type("/join random\n").contains(.decide(random, .enter)))
        let made = RoomSummary(name: random, topic: "", newest: 1, read: 0, here: 1)
        let then = model.take(.historyFailed(random, reason: "none"), .entered(random, [made]))
        #expect(then.contains(.follow(rooms)) && then.contains(.reconnect))
        #expect(then.contains(.loadHistory(random, before: nil)))
        #expect(then.contains { $0.isPost })
        #expect(model.unsent.held == 0 && model.roomRefusal == nil)
    }

    @Test("goes to the room that a stream told of meanwhile, which is not opened anew")
    func toldMeanwhile() {
        var model = Self.connecting()
        model.type("/join random\nhello\n")
        let range = ControlEvent.RoomRange(room: random, oldest: 1, newest: 1)
        model.take(.stream(.catchingUp), .event(.control(.open(rooms: [range], heartbeat: 20))))
        let summary = RoomSummary(name: random, topic: "", newest: 1, read: 0, here: 1)
        let then = model.take(.entered(random, [summary]))
        #expect(then.contains { $0.isPost } && !then.contains(.reconnect))
    }

    @Test("asks for no room that is known to be there, and for none without a connection")
    func joinedForNothing() {
        var live = liveModel(rooms: [random])
        live.signedIn = SignedInAccount(name: anna)
        #expect(!live.type("/join random\n").contains(.decide(random, .enter)))
        var listed = Self.connecting()
        let summary = RoomSummary(name: random, topic: "", newest: 0, read: 0, here: 1)
        listed.take(.rooms([summary]))
        #expect(!listed.type("/join random\n").contains(.decide(random, .enter)))
        var offline = Self.connecting()
        offline.take(.stream(.offline(reason: "no route", retryAt: nil)))
        #expect(!offline.type("/join random\n").contains(.decide(random, .enter)))
        #expect(offline.notice == "there is no connection; /join random again once there is")
        #expect(offline.type("hello\n").contains { $0.isPost })
    }

    @Test("is not left with words that wait for it, and they are not said to be queued")
    func leftWhileMade() {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.type("/join random\nhello\n/part\n")
        #expect(model.frontRoom == random && model.unsent.held == 1)
        #expect(model.unsent.words == "1 said in a room that is being made, not sent yet")
    }

    @Test("is refused with the room that could not be made")
    func notMade() {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.type("/join random\nhello\n")
        let then = model.take(.notEntered(random, reason: "there is a room random already"))
        #expect(!then.contains { $0.isPost })
        #expect(model.unsent.refused == 1 && model.frontRoom == random)
    }

    @Test("is not moved to a room later that one could not enter")
    func notEntered() {
        var model = liveModel()
        model.take(.signedIn(SignedInAccount(name: anna)))
        model.type("/join random\n")
        model.take(.notEntered(random, reason: "there is a room random already"))
        #expect(model.notice == "there is a room random already; /part leaves #random")
        #expect(!model.type("secret\n").contains { $0.isPost })
        model.press(.control("u"))
        model.type("/room general\n")
        #expect(model.followed == [general])
        let summary = RoomSummary(name: random, topic: "", newest: 1, read: 0, here: 1)
        model.take(.rooms([summary]))
        #expect(model.frontRoom == general)
        // It is asked for once more where one stays.
        model.directory = []
        model.type("/join random\n")
        model.take(.notEntered(random, reason: "not done"))
        #expect(model.type("/join random\n") == [.decide(random, .enter)])
        #expect(model.take(.entered(random, [summary])).contains(.reconnect))
    }

    @Test("of a talk that was another person's begins anew, in front as well")
    func otherPerson() {
        let direct = room("@bob")
        var model = liveModel(rooms: [direct, general])
        model.take(.signedIn(SignedInAccount(name: alice)))
        model.hear(said(1, bob, "between us", in: direct), said(1, bob, "to all"))
        let effects = model.take(.signedIn(SignedInAccount(name: anna)))
        #expect(effects == [.loadHistory(direct, before: nil), .loadRooms])
        #expect(!model.picture.contains { $0.contains("between us") })
        #expect(model.rooms[1].timeline.events.count == 1)
        // A room that the next one may not see shows nothing of it either.
        _ = model.show(1)
        model.take(.event(.control(.error(room: general, Self.gone))))
        #expect(!model.picture.contains { $0.contains("to all") })
    }

    @Test("that is refused is asked about by /quit as by its key")
    func quit() {
        var model = liveModel()
        model.type("hello\n")
        let key = model.rooms[0].pending.first?.message.key ?? ""
        model.take(.refused(key: key, reason: "too loud"))
        #expect(model.type("/quit\n") == [])
        #expect(model.type("y") == [.quit])
    }
}

@Suite("Who is here after a stream ended")
struct HereTests {
    private static func arrives(_ member: MemberName) -> Input {
        .event(.ephemeral(.presence(room: general, user: member, here: true)))
    }

    private static let open = Input.event(
        .control(.open(rooms: [.init(room: general, oldest: 1, newest: 0)], heartbeat: 20))
    )

    @Test("is asked anew, and counts each once")
    func counts() {
        var model = liveModel()
        let summary = RoomSummary(name: general, topic: "", newest: 0, read: 0, here: 2)
        let members = [anna, bob].map { MemberSummary(name: $0, role: .member, isHere: true) }
        model.take(.rooms([summary]), .members(general, members))
        // The number may be from before what is known by name.
        model.take(.rooms([summary]), Self.arrives(alice), .rooms([summary]))
        #expect(model.room.hereCount == 3)
        model.take(Self.open)
        #expect(model.room.here.isEmpty)
        #expect(model.take(.event(.control(.live))).contains(.refreshMembers(general)))
        model.take(.members(general, members), Self.arrives(bob))
        #expect(model.room.hereCount == 2)
        #expect(!model.take(.event(.control(.live))).contains(.refreshMembers(general)))
    }
}

@Suite("Who is here after several came at once")
struct HereAtOnceTests {
    private static let carol = member("carol")

    private static func presence(
        _ member: MemberName,
        in name: RoomName = general,
        here: Bool = true
    ) -> Input {
        .event(.ephemeral(.presence(room: name, user: member, here: here)))
    }

    private static func summary(_ name: RoomName = general, here: Int) -> RoomSummary {
        RoomSummary(name: name, topic: "", newest: 0, read: 0, here: here)
    }

    private static func members(of name: RoomName = general, _ names: MemberName...) -> Input {
        .members(name, names.map { MemberSummary(name: $0, role: .none, isHere: true) })
    }

    // Four clients that started together were seven, and stayed so.
    @Test("is each once: the server's number may have them already, and is asked about by name")
    func once() {
        var model = liveModel()
        model.take(.rooms([Self.summary(here: 4)]))
        let effects = model.take(
            Self.presence(bob),
            Self.presence(alice),
            Self.presence(Self.carol)
        )
        #expect(effects.filter { $0 == .refreshMembers(general) }.count == 1)
        #expect(model.room.hereCount == 4)
        model.take(Self.members(anna, bob, alice, Self.carol))
        #expect(model.room.hereCount == 4)
        #expect(model.take(Self.presence(bob)) == [] && model.room.hereCount == 4)
        model.take(Self.presence(Self.carol, here: false))
        #expect(model.room.hereCount == 3)
    }

    @Test("is asked again where no answer came, and not before one could have come")
    func unanswered() {
        var model = liveModel()
        model.take(.rooms([Self.summary(here: 2)]), Self.presence(bob))
        #expect(model.take(Self.presence(alice)) == [])
        let due = model.now.adding(milliseconds: 10_000)
        #expect(model.hereDueAt == due)
        #expect(model.wakeAt.map { $0 <= due } == true)
        #expect(!model.wait(9_999).contains(.refreshMembers(general)))
        #expect(model.wait(1).contains(.refreshMembers(general)))
        #expect(model.take(Self.presence(alice)) == [])
    }

    // Who came while the answer was on its way was missing from then on.
    @Test("counts who came after the server took its list")
    func overtaken() {
        var model = liveModel()
        model.take(.rooms([Self.summary(here: 2)]), Self.presence(bob))
        model.take(Self.presence(Self.carol), Self.members(anna, bob))
        #expect(model.room.hereCount == 2)
        #expect(model.wait(10_000).contains(.refreshMembers(general)))
        model.take(Self.members(anna, bob, Self.carol))
        #expect(model.room.hereCount == 3)
        #expect(!model.wait(10_000).contains(.refreshMembers(general)))
    }

    @Test("is asked once the room shows, where that is another one")
    func elsewhere() {
        var model = liveModel(rooms: [general, random])
        model.take(.rooms([Self.summary(random, here: 2)]))
        #expect(model.take(Self.presence(bob, in: random)) == [])
        #expect(model.rooms[1].hereCount == 2)
        #expect(model.press(.control("n")).contains(.refreshMembers(random)))
        model.take(Self.members(of: random, anna, bob))
        #expect(model.room.hereCount == 2)
    }

    @Test("are those who were heard of, where nobody has written yet")
    func unwritten() {
        var model = liveModel()
        model.take(.rooms([]), Self.presence(bob), .members(general, []))
        #expect(model.room.hereCount == 2)
        #expect(model.hear(said(1, bob, "first")).contains(.refreshMembers(general)))
    }
}

@Suite("What is no longer kept")
struct KeptNoLongerTests {
    @Test("is told as that where one comes to what was read last, and is not asked for again")
    func told() {
        var model = model()
        model.take(
            .event(
                .control(.open(rooms: [.init(room: general, oldest: 91, newest: 99)], heartbeat: 9))
            ),
            .event(.control(.live)),
            .stream(.live)
        )
        let page = (91...99 as ClosedRange<Int64>).map { said($0, bob, "message \($0)") }
        model.take(.history(general, page, atStart: false))
        #expect(model.room.loading == nil)
        #expect(model.picture.contains { $0.contains("older ones are no longer kept") })
        #expect(!model.picture.contains { $0.contains("did not come") })
        #expect(model.jump(to: 5) == [.loadAround(general, seq: 5)])
        model.take(.history(general, page, atStart: false))
        #expect(model.notice == "older ones are no longer kept")
        #expect(model.picture.contains { $0.contains("message 91") })
    }
}

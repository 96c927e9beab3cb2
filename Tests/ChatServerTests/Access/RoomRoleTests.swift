import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

@Suite struct RoomRoleTests {
    private let room: RoomName
    private let ann: MemberName
    private let now = Timestamp(milliseconds: 1_000_000)

    init() throws {
        room = try RoomName("a")
        ann = try MemberName("ann")
    }

    private func event(_ role: Role, _ terms: MemberTerms = MemberTerms()) -> DurableEvent {
        DurableEvent(
            room: room,
            seq: 1,
            cursor: nil,
            at: now,
            user: ann,
            content: .member(ann, role: role, terms: terms)
        )
    }

    private func roles(_ role: Role, _ terms: MemberTerms = MemberTerms()) -> RoomRoles {
        var roles = RoomRoles()
        _ = roles.apply([event(role, terms)])
        return roles
    }

    @Test("A role is the last that was given, a ban and a mute end with their time")
    func roles() {
        let later = Timestamp(milliseconds: now.milliseconds + 1)
        #expect(roles(.owner).owners == [ann])
        #expect(roles(.member).memberCount == 1 && roles(.banned).memberCount == 0)
        #expect(roles(.none).assignment(of: ann, at: now) == nil)
        let banned = roles(.banned, MemberTerms(until: later))
        #expect(banned.role(of: ann, at: now) == .banned && banned.ban(of: ann, at: now) != nil)
        #expect(banned.role(of: ann, at: later) == .none && banned.ban(of: ann, at: later) == nil)
        let muted = roles(.none, MemberTerms(mutedUntil: later))
        #expect(muted.mutedUntil(ann, at: now) == later && muted.mutedUntil(ann, at: later) == nil)
        #expect(!muted.bindsNobody && roles(.owner).bindsNobody)
        #expect(roles(.owner).role(of: nil, at: now) == .none)
    }

    @Test("Nothing is told of a ban and of a mute once they have ended")
    func ended() {
        let later = Timestamp(milliseconds: now.milliseconds + 1)
        let last = Timestamp(milliseconds: now.milliseconds + 2)
        let banned = roles(.banned, MemberTerms(until: later, reason: "why"))
        #expect(banned.all(at: now)[ann]?.role == .banned && banned.all(at: later).isEmpty)
        #expect(banned.assignment(of: ann, at: later) == nil)
        let muted = roles(.member, MemberTerms(mutedUntil: later))
        #expect(muted.all(at: now)[ann]?.terms.mutedUntil == later)
        #expect(muted.all(at: later)[ann] == .init(role: .member, terms: MemberTerms()))
        let stranger = roles(.none, MemberTerms(mutedUntil: later))
        #expect(stranger.all(at: now).count == 1 && stranger.all(at: later).isEmpty)
        // A mute outlasts a ban.
        let both = roles(.banned, MemberTerms(until: later, mutedUntil: last, reason: "why"))
        let left = RoomRoles.Assignment(role: .none, terms: MemberTerms(mutedUntil: last))
        #expect(both.assignment(of: ann, at: later) == left && both.all(at: last).isEmpty)
    }

    @Test("Members and owners are counted as they come and go")
    func counts() {
        var roles = roles(.owner)
        #expect(roles.owners == [ann] && roles.memberCount == 1 && roles.count == 1)
        for (role, owners, members) in [
            (Role.moderator, 0, 1), (.moderator, 0, 1), (.banned, 0, 0), (.owner, 1, 1),
            (.owner, 1, 1), (.none, 0, 0), (.member, 0, 1), (.none, 0, 0), (.none, 0, 0),
        ] {
            _ = roles.apply([event(role)])
            #expect(roles.owners.count == owners && roles.memberCount == members, "\(role)")
        }
    }

    /// A caller, what the room says of it, and what it sees of a public and of a private room.
    private static let sights: [(Identity, Role, String, String)] = {
        guard let ann = try? MemberName("ann"), let a = try? RoomName("a"),
            let b = try? RoomName("b")
        else { return [] }
        let account = Credential(account: ann, isOperator: false)
        var here = account
        here.rooms = [a]
        var elsewhere = account
        elsewhere.rooms = [b]
        var limited = Credential(account: ann, isOperator: true)
        limited.scope = .read
        return [
            (.reader, .member, "open", "hidden"), (.guest(ann), .none, "open", "hidden"),
            (.guest(ann), .member, "open", "hidden"), (.guest(ann), .owner, "open", "hidden"),
            (.guest(ann), .banned, "banned", "hidden"),
            (.account(account), .none, "open", "hidden"),
            (.account(account), .member, "open", "open"),
            (.account(account), .banned, "banned", "hidden"),
            (.account(here), .member, "open", "open"),
            (.account(elsewhere), .owner, "hidden", "hidden"),
            (.account(limited), .none, "open", "hidden"),
            (.account(Credential(account: ann, isOperator: true)), .banned, "open", "open"),
            (.operator, .none, "open", "open"),
        ]
    }()

    @Test("What a caller sees of a room follows from its role and its credentials")
    func sight() {
        for (identity, role, inPublic, inPrivate) in Self.sights {
            for (visibility, word) in [(Visibility.public, inPublic), (.private, inPrivate)] {
                var facts = RoomFacts(new: room)
                var change = event(.none)
                change.content = .room(RoomChange(visibility: visibility))
                facts.apply([change])
                let state = RoomActor(
                    facts,
                    roles: RolesOnDemand(roles(role)),
                    limits: ServerLimits(),
                    uptime: { .zero }
                )
                let rule = RoomRule(name: room, room: state, identity: identity, now: now)
                #expect("\(rule.sight)".hasPrefix(word), "\(identity), \(role), \(visibility)")
            }
        }
    }

    @Test("A token that only posts sees what its account sees, and reads none of it")
    func posting() {
        let state = RoomActor(
            RoomFacts(new: room),
            roles: RolesOnDemand(roles(.owner)),
            limits: ServerLimits(),
            uptime: { .zero }
        )
        for scope in [AccountToken.Scope.all, .read, .post] {
            var credential = Credential(account: ann, isOperator: true)
            credential.scope = scope
            let identity = Identity.account(credential)
            let rule = RoomRule(name: room, room: state, identity: identity, now: now)
            let reads = scope != .post
            #expect(rule.sight == .open && rule.mayRead == reads, "\(scope)")
            #expect(rule.refusalToRead(room)?.code == (reads ? nil : "scope"), "\(scope)")
        }
    }

    @Test("A mute and a ban that has ended open no private room")
    func nothing() {
        let ended = Timestamp(milliseconds: now.milliseconds - 1)
        let later = Timestamp(milliseconds: now.milliseconds + 1)
        var change = event(.none)
        change.content = .room(RoomChange(visibility: .private))
        var facts = RoomFacts(new: room)
        facts.apply([change])
        for roles in [
            roles(.none, MemberTerms(mutedUntil: later)), roles(.banned, MemberTerms(until: ended)),
        ] {
            let state = RoomActor(
                facts,
                roles: RolesOnDemand(roles),
                limits: ServerLimits(),
                uptime: { .zero }
            )
            let caller = Identity.account(Credential(account: ann, isOperator: false))
            let rule = RoomRule(name: room, room: state, identity: caller, now: now)
            #expect(rule.sight == .hidden)
        }
    }

    @Test("A direct room is there for its two members alone, not even for the operator")
    func direct() throws {
        let bob = try MemberName("bob")
        let pair = RoomName(of: ann, and: bob)
        let carl = Credential(account: try MemberName("carl"), isOperator: true)
        for (identity, isOpen) in [
            (Identity.account(Credential(account: ann, isOperator: false)), true),
            (.account(Credential(account: bob, isOperator: false)), true),
            (.account(carl), false), (.operator, false), (.guest(ann), false), (.reader, false),
        ] {
            let rule = RoomRule(name: pair, room: nil, identity: identity, now: now)
            #expect((rule.sight == .open) == isOpen, "\(identity)")
        }
    }
}

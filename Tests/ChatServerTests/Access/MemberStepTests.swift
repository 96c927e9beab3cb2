import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// What a wish makes of a member, and what the room, the text and the audit tell of it.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MemberStepTests {
    private let now = Timestamp(milliseconds: 1_000_000)
    private let later = Timestamp(milliseconds: 2_000_000)

    private func step(
        _ role: Role?,
        mutedUntil: Timestamp? = nil,
        reason: String? = nil,
        from before: Role,
        _ terms: MemberTerms = MemberTerms()
    ) -> MemberStep {
        var wish = MemberWish(role: .member, reason: reason)
        wish.role = role
        wish.mutedUntil = mutedUntil
        let known = MemberStep.Known(
            assignment: RoomRoles.Assignment(role: before, terms: terms),
            role: before,
            mutedUntil: terms.mutedUntil.flatMap { $0 > now ? $0 : nil }
        )
        return MemberStep(wish, from: known, at: now)
    }

    @Test("A mute that has passed is not carried on, and one that has not is")
    func passed() {
        let past = MemberTerms(mutedUntil: now)
        #expect(step(.moderator, from: .member, past).terms.mutedUntil == nil)
        let lasting = step(.moderator, from: .member, MemberTerms(mutedUntil: later))
        #expect(lasting.terms.mutedUntil == later && lasting.terms.was == .member)
        #expect(!lasting.isMuteAlone)
    }

    @Test("A wish of a time that has passed ends a mute, and changes nothing where there is none")
    func lifted() {
        let muted = MemberTerms(mutedUntil: later)
        let lifted = step(nil, mutedUntil: now, from: .member, muted)
        #expect(lifted.isChange && lifted.isMuteAlone && lifted.terms.mutedUntil == nil)
        #expect(lifted.terms.was == .member && lifted.role == .member)
        #expect(lifted.action(byOneself: false) == .memberUnmuted)
        #expect(!step(nil, mutedUntil: now, from: .member).isChange)
        #expect(!step(.member, from: .member, MemberTerms(reason: "once")).isChange)
    }

    @Test("An empty reason is none, and takes back the one that is there")
    func emptyReason() {
        #expect(!step(.banned, reason: "", from: .banned).isChange)
        let before = MemberTerms(reason: "why")
        #expect(!step(.banned, from: .banned, before).isChange)
        let taken = step(.banned, reason: "", from: .banned, before)
        #expect(taken.isChange && taken.terms.reason == nil)
    }

    @Test("The audit calls each step by what it is")
    func actions() {
        let muted = step(nil, mutedUntil: later, from: .owner)
        #expect(muted.action(byOneself: false) == .memberMuted)
        let steps: [(Role, Role, own: AuditAction, others: AuditAction)] = [
            (.member, .none, .memberJoined, .memberMember),
            (.none, .member, .memberLeft, .memberNone),
            (.member, .owner, .memberMember, .memberMember),
            (.moderator, .owner, .memberModerator, .memberModerator),
        ]
        for (role, before, own, others) in steps {
            let step = step(role, from: before)
            #expect(step.action(byOneself: true) == own)
            #expect(step.action(byOneself: false) == others)
        }
        // Words alone decide nothing.
        let said = step(.member, reason: "hello", from: .member)
        #expect(said.isChange && said.terms.was == nil && said.action(byOneself: true) == nil)
    }

    // MARK: - On a server

    @Test("Text says what was done to a muted member, each for itself")
    func text() async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/public/members/victim"
            for body in [
                #"{"mutedUntil":"1h"}"#, #"{"role":"moderator"}"#, #"{"mutedUntil":"0s"}"#,
                #"{"role":"banned"}"#, #"{"role":"member"}"#,
            ] { try await world.done(.owner, "PUT", path, body) }
            let answer = try await world.ask(
                "GET",
                "/rooms/public/events?format=text&types=member&limit=5",
                as: .owner
            )
            let lines = answer.body.split(separator: "\n").filter { $0.hasPrefix("# owner ") }
            try #require(lines.count == 5, "\(answer.body)")
            #expect(lines[0].hasPrefix("# owner muted victim until "))
            #expect(lines[1].hasPrefix("# owner made victim a moderator, muted until "))
            #expect(lines[2] == "# owner unmuted victim")
            #expect(lines[3] == "# owner banned victim")
            #expect(lines[4] == "# owner made victim a member")
        }
    }

    @Test("Who comes, goes, gives a role up or makes a room is on the audit of its moderators")
    func ownSteps() async throws {
        try await AccessWorld.run("accounts") { world in
            let members = "/rooms/public/members"
            try await world.done(.stranger, "PUT", "\(members)/stranger")
            try await world.done(.stranger, "DELETE", "\(members)/stranger")
            try await world.done(.moderator, "PUT", "\(members)/moderator", #"{"role":"member"}"#)
            // What changes nothing is not told, and what is refused was not done.
            try await world.done(.moderator, "PUT", "\(members)/moderator", #"{"role":"member"}"#)
            let last = try await world.ask("DELETE", "\(members)/owner", as: .owner)
            #expect(last.code == "last_owner")
            let audit = try await world.ask("GET", "/audit?limit=500", as: .owner).body
            for (action, user) in [
                ("member_joined", "stranger"), ("member_left", "stranger"),
                ("member_member", "moderator"),
            ] {
                let row =
                    #""user":"\#(user)","action":"\#(action)","room":"public","subject":"\#(user)""#
                #expect(audit.ranges(of: row).count == 1, "\(row)")
            }
            for room in AccessWorld.rooms {
                let row = #""user":"owner","action":"room_created","room":"\#(room)""#
                #expect(audit.ranges(of: row).count == 1, "\(row)")
            }
            #expect(!audit.contains(#""user":"owner","action":"member_left""#))
        }
    }

    @Test("Who comes by an invite, and who goes with an account, is on the audit")
    func otherWays() async throws {
        try await AccessWorld.run("accounts") { world in
            let answer = try await world.ask(
                "POST",
                "/invites",
                as: .moderator,
                body: #"{"room":"private"}"#
            )
            let code = try #require(answer.body.firstMatch(of: /"code":"([^"]+)"/)).output.1
            let path = "/rooms/private/members/stranger"
            try await world.done(.stranger, "PUT", path, #"{"invite":"\#(code)"}"#)
            try await world.done(.tokenOperator, "DELETE", "/accounts/stranger")
            let audit = try await world.ask("GET", "/audit?limit=500", as: .owner).body
            for action in ["member_joined", "member_left"] {
                let row = #""user":"stranger","action":"\#(action)","room":"private""#
                #expect(audit.ranges(of: row).count == 1, "\(row)")
            }
        }
    }
}

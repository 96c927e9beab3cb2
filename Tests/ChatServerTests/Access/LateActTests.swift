import ChatProtocol
import ChatStore
import Credentials
import Foundation
import Testing

@testable import ChatServer

/// A request takes as long as its client likes: what its head was good for, its end may not be.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct LateActTests {
    /// What ends what a caller may.
    enum End: String, CaseIterable, Sendable {
        case revoked, disabled, demoted, password
    }

    /// Something that was allowed when the request's head came.
    private struct Act: Sendable {
        let name: String
        let body: @Sendable () async throws -> Void
    }

    @Test(
        "Nothing is done for whose credentials ended between a request's head and its end",
        arguments: End.allCases
    )
    func late(end: End) async throws {
        try await AccessWorld.run("accounts") { world in
            let caller = try await caller(end, world)
            let acts = try await Self.acts(of: caller, world)
            try await take(end, world)
            let (version, head) = (world.server.services.gate.accounts.version, world.server.head)
            for act in acts {
                await #expect(throws: (any Error).self, "\(end): \(act.name)") {
                    try await act.body()
                }
            }
            #expect(world.server.services.gate.accounts.version == version)
            #expect(world.server.head == head)
            #expect(world.server.services.rooms.room(named: try RoomName("late")) == nil)
        }
    }

    // By a wrong code it was told that the code is wrong.
    @Test(
        "Whoever may do nothing any more is not told whether a code is good",
        arguments: End.allCases
    )
    func code(end: End) async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let caller = try await caller(end, world)
            let room = try RoomName("private")
            let later = Timestamp(milliseconds: Timestamp.now().milliseconds + 1_000_000)
            let invite = try await gate.inviter(caller).make(room: room, uses: 1, expiresAt: later)
            try await take(end, world)
            let good = try #require(invite.code)
            let name = try #require(caller.member)
            for code in ["none", good] {
                do throws(Problem) {
                    _ = try await gate.join(room, with: code, name, caller)
                    Issue.record("\(code) was taken")
                } catch {
                    #expect(error.code == ProblemCode.badCredentials.rawValue, "\(error)")
                }
            }
        }
    }

    /// An operator with a role in the public room, known by a token or by a password.
    private func caller(_ end: End, _ world: AccessWorld) async throws -> Caller {
        let gate = world.server.services.gate
        _ = try await world.account("olga", isOperator: true)
        try await world.done(.owner, "PUT", "/rooms/public/members/olga", #"{"role":"owner"}"#)
        try await setPassword("correct horse", world)
        let basic = "Basic " + Data("olga:correct horse".utf8).base64EncodedString()
        // The new password has ended the tokens from before.
        let token = try await world.token("olga", TokenWish())
        return try await gate.caller(end == .password ? basic : token, from: "", isPrivate: true)
    }

    private func setPassword(_ password: String, _ world: AccessWorld) async throws {
        let body = #"{"newPassword":"\#(password)"}"#
        try await world.done(.tokenOperator, "PATCH", "/accounts/olga", body)
    }

    private func take(_ end: End, _ world: AccessWorld) async throws {
        let path = "/accounts/olga"
        switch end {
        case .revoked:
            let olga = try MemberName("olga")
            try await world.server.services.gate.accounts.change(by: nil) { book in
                book.tokens(of: olga).map { .dropToken(id: $0.id) }
            }
        case .disabled:
            try await world.done(.tokenOperator, "PATCH", path, #"{"disabled":true}"#)
        case .demoted: try await world.done(.tokenOperator, "PATCH", path, #"{"operator":false}"#)
        case .password: try await setPassword("battery staple", world)
        }
    }

    // MARK: - What is done

    private static func acts(of caller: Caller, _ world: AccessWorld) async throws -> [Act] {
        try accountActs(of: caller, world) + operatorActs(of: caller, world)
            + (try await roomActs(of: caller, world)) + (try await imports(of: caller, world))
    }

    private static func accountActs(of caller: Caller, _ world: AccessWorld) throws -> [Act] {
        let gate = world.server.services.gate
        let holder = try gate.holder(caller)
        let inviter = try gate.inviter(caller)
        let room = try RoomName("public")
        let later = Timestamp(milliseconds: Timestamp.now().milliseconds + 1_000_000)
        let id = holder.tokens.first?.id ?? ""
        return [
            Act(name: "a token") { _ = try await holder.makeToken(TokenWish()) },
            Act(name: "the end of a token") { try await holder.revokeToken(id) },
            Act(name: "a key") { _ = try await holder.addKey(key) },
            Act(name: "an invite") {
                _ = try await inviter.make(room: nil, uses: 1, expiresAt: later)
            },
            Act(name: "a room's invite") {
                _ = try await inviter.make(room: room, uses: 1, expiresAt: later)
            },
            Act(name: "a password") {
                try await holder.changePassword(
                    from: "correct horse",
                    to: "battery staple",
                    revokesTokens: false
                )
            },
            Act(name: "the end of the account") {
                try await holder.delete(password: "correct horse")
            },
        ]
    }

    private static let key =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz2HwHReFVD99q5yaGNLLc4vkmBH0YwHyWhNf x"

    private static func operatorActs(of caller: Caller, _ world: AccessWorld) throws -> [Act] {
        let gate = world.server.services.gate
        let decider = try gate.operator(caller)
        let (victim, name) = (try MemberName("victim"), try MemberName("newcomer"))
        let ban = ServerBan(
            id: "1",
            name: victim,
            address: nil,
            until: nil,
            reason: nil,
            madeBy: decider.name,
            createdAt: .now()
        )
        let lifted = decider.bans.first?.id ?? ""
        return [
            Act(name: "an operator") {
                _ = try await decider.change(
                    victim,
                    isOperator: true,
                    isDisabled: nil,
                    password: nil
                )
            },
            Act(name: "the end of another") { try await decider.delete(victim) },
            Act(name: "a ban") { try await decider.add(ban) },
            Act(name: "a pardon") { try await decider.lift(lifted) },
            Act(name: "an account") {
                let wish = Registration(name: name, password: "correct horse", isOperator: true)
                _ = try await gate.register(wish, caller)
            },
        ]
    }

    private static func roomActs(of caller: Caller, _ world: AccessWorld) async throws -> [Act] {
        let gate = world.server.services.gate
        let (room, new) = (try RoomName("public"), try RoomName("late"))
        let moderator = try await gate.moderator(of: room, caller)
        let (known, founder) = (
            try gate.founder(of: room, caller), try gate.founder(of: new, caller)
        )
        let victim = try MemberName("victim")
        let membership = try await gate.membership(of: victim, in: room, caller)
        let marking = try await gate.marking(in: room, caller)
        let writer = try await gate.writer(in: room, caller)
        return [
            Act(name: "a topic") { _ = try await known.change(RoomChange(topic: "late")) { _ in } },
            Act(name: "a room") { _ = try await founder.change(RoomChange()) { _ in } },
            Act(name: "a role") {
                _ = try await membership.set(MemberWish(role: .banned, reason: nil))
            },
            Act(name: "a mark") { _ = try await marking.mark(through: 1, isShown: false) },
            Act(name: "a message") {
                _ = try await writer.post(writer.draft(.text("late")))
            },
            Act(name: "a deletion") { try await writer.amend(.delete, of: 1, key: nil) },
            Act(name: "a message on the loop") { _ = try gate.writerAtOnce(in: room, caller) },
            Act(name: "the end of a room") { try await moderator.delete { _ in } },
        ]
    }

    /// Rows whose body was on its way: into a room that is there, and into one that they make.
    private static func imports(of caller: Caller, _ world: AccessWorld) async throws -> [Act] {
        let gate = world.server.services.gate
        let row = ImportRow(
            at: Timestamp(milliseconds: 1),
            user: try MemberName("ann"),
            content: .message(Message(text: "late"))
        )
        var acts: [Act] = []
        for name in ["public", "late"] {
            let room = try RoomName(name)
            let importer = try await gate.importer(into: room, caller)
            let batch = ImportBatch(room: room, rows: [row], memory: ImportMemory())
            acts.append(Act(name: "an import into \(name)") { _ = try await importer.take(batch) })
        }
        return acts
    }

    // MARK: - What a password was good for

    @Test("A password that was changed meanwhile neither changes it back nor ends the account")
    func changed() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            _ = try await world.account("olga")
            try await setPassword("correct horse", world)
            let path = "/rooms/public/members/olga"
            try await world.done(.owner, "PUT", path, #"{"role":"moderator"}"#)
            let token = try await world.token("olga", TokenWish())
            let caller = try await gate.caller(token, from: "", isPrivate: true)
            let olga = try MemberName("olga")
            let known = try await gate.account(olga, password: "correct horse", from: "")
            // The tokens stay, as where their owner changes it.
            let stored = try await gate.passwordHash("battery staple", of: olga)
            try await gate.accounts.change(by: nil) { book in
                guard var account = book.active(olga) else { return [] }
                account.password = stored
                return [.put(account)]
            }
            await #expect(throws: Problem.badCredentials) {
                try await gate.end(olga, by: caller, mark: known.mark)
            }
            await #expect(throws: Problem.badCredentials) {
                try await gate.setPassword(stored, of: known, by: caller, revokesTokens: false)
            }
            #expect(gate.accounts.look { $0.active(olga) } != nil)
            // Nor was a role given up before the account was found to stay.
            let state = try #require(gate.rooms.room(named: try RoomName("public")))
            #expect(state.roles { $0.role(of: olga, at: .now()) } == .moderator)
        }
    }
}

extension TestServer {
    /// The log's newest position.
    fileprivate var head: Int64 { services.gate.head }
}

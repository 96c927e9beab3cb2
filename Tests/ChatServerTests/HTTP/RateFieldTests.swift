import ChatProtocol
import HTTPTypes
import Testing

@testable import ChatServer

/// Whoever is charged is told what is left, whatever was asked for.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RateFieldTests {
    private static let given = ["rate-limit": "1", "rate-burst": "1000"]

    private func told(_ answer: AccessWorld.Answer, _ name: String) -> Bool {
        let (rate, policy) = (answer.fields["ratelimit"], answer.fields["ratelimit-policy"])
        return rate?.hasPrefix("\"\(name)\";r=") == true
            && policy?.hasPrefix("\"\(name)\";q=") == true
    }

    /// Asks for all that is charged to a member.
    private func eachCharged(
        _ world: AccessWorld,
        _ fields: String,
        before prepare: () -> Void,
        _ check: (AccessTable.Row, AccessWorld.Answer) -> Void
    ) async throws {
        for row in AccessTable.rows where row.method != "GET" {
            guard !ChargedWriteTests.free.contains("\(row.method) \(row.path)") else { continue }
            prepare()
            let answer = try await world.ask(
                row.method,
                row.target(in: "public", of: world),
                as: .accountOperator,
                fields: fields,
                body: row.body?.replacing("{room}", with: "public")
            )
            check(row, answer)
        }
    }

    @Test(
        "Every charged write tells what its member has left, and which limit refused it",
        arguments: ["", "Upgrade: odd\r\n"]
    )
    func written(way: String) async throws {
        try await AccessWorld.run("accounts", given: Self.given) { world in
            try await eachCharged(world, way, before: {}) { row, answer in
                #expect(answer.status != 429, "\(row) \(answer)")
                #expect(told(answer, "member"), "\(row) \(answer)")
            }
            let gate = world.server.services.gate
            let name = try MemberName(AccessWorld.Person.accountOperator.rawValue)
            // As if an hour from now had been spent already: none is given back meanwhile.
            let spend = {
                let later = gate.uptime() + .seconds(3600)
                while (try? gate.rates.charge(name, now: later)) != nil {}
            }
            try await eachCharged(world, way, before: spend) { row, answer in
                #expect(answer.status == 429 && told(answer, "rate-limit"), "\(row) \(answer)")
            }
        }
    }

    @Test("A room that is taken away tells it too, and so does a post that is refused")
    func removed() async throws {
        try await AccessWorld.run("accounts", given: Self.given) { world in
            let reply = #"{"text":"x","replyTo":99999}"#
            for way in ["", "Upgrade: odd\r\n"] {
                let refused = try await world.ask(
                    "POST",
                    "/rooms/public/messages",
                    as: .member,
                    fields: "Content-Type: application/json\r\n" + way,
                    body: reply
                )
                #expect(refused.status == 404 && told(refused, "member"), "\(refused)")
            }
            let owner = world.credentials[.owner]
            let removed = try await world.ask("DELETE", "/rooms/public", by: owner)
            #expect(removed.status == 204 && told(removed, "member"), "\(removed)")
        }
    }

    @Test("Whoever has no account is told of the address, and no reader of anything")
    func address() async throws {
        let given = Self.given.merging(["trusted-proxy": "127.0.0.1"]) { $1 }
        try await AccessWorld.run("accounts", given: given) { world in
            let from = "X-Forwarded-For: 198.51.100.7\r\n"
            let challenge = try await world.ask(
                "POST",
                "/challenges",
                by: nil,
                fields: from,
                body: #"{"name":"ann"}"#
            )
            #expect(challenge.status == 201 && told(challenge, "address"), "\(challenge)")
            let stream = try await world.ask(
                "PUT",
                "/rooms/public/stream?format=ndjson",
                as: .member,
                fields: from,
                body: ""
            )
            #expect(stream.status == 200 && told(stream, "member"), "\(stream)")
            let hidden = try await world.ask(
                "POST",
                "/rooms/private/messages",
                as: .stranger,
                fields: from,
                body: "x"
            )
            #expect(hidden.code == "room_not_found" && told(hidden, "member"), "\(hidden)")
            let read = try await world.ask("GET", "/rooms/public", as: .member, fields: from)
            #expect(read.status == 200 && read.fields["ratelimit"] == nil, "\(read)")
        }
    }

    // Trying to take a room away, or to import, cost nothing.
    @Test("Whoever may not write is charged for trying, whatever was asked for")
    func refused() async throws {
        let given = Self.given.merging(["trusted-proxy": "127.0.0.1"]) { $1 }
        try await AccessWorld.run("accounts", given: given) { world in
            for row in AccessTable.rows + [AccessTable.removal] where row.method != "GET" {
                for (number, person) in [AccessWorld.Person.nobody, .stranger].enumerated() {
                    let answer = try await world.ask(
                        row.method,
                        row.target(in: "private", of: world),
                        as: person,
                        fields: "X-Forwarded-For: 198.51.100.\(number)\r\n",
                        body: row.body?.replacing("{room}", with: "private")
                    )
                    let isTold = ["address", "sign-in", "member"].contains { told(answer, $0) }
                    #expect(isTold, "\(row) as \(person): \(answer)")
                }
            }
        }
    }

    @Test("What is left of an address can be looked at without taking of it")
    func remaining() {
        let limiter = RateLimiter<String>(Rate(perSecond: 1, burst: 3), limit: 10)
        #expect(limiter.remaining(of: "a", now: .zero) == 3)
        _ = limiter.take(for: "a", now: .zero)
        for _ in 0..<2 { #expect(limiter.remaining(of: "a", now: .zero) == 2) }
        #expect(limiter.remaining(of: "a", now: .seconds(1)) == 3)
    }

    @Test("The limit of slow mode is the room's, and says so")
    func slowMode() {
        let problem = Problem.slowMode(seconds: 10, wait: .seconds(4))
        let fields = Charge.fields(of: problem).map(\.value)
        #expect(fields == [#""slow-mode";r=0;t=4"#, #""slow-mode";q=1;w=10"#])
    }

    @Test("Of several charges that of the member is told, and none where there is no limit")
    func order() {
        let note = ChargeNote()
        let rate = Rate(perSecond: 1, burst: 5)
        note.note(Charge(kind: .address, remaining: 4, rate: Rate(perSecond: 0, burst: 5)))
        #expect(note.fields.isEmpty)
        note.note(Charge(kind: .member, remaining: 3, rate: rate))
        note.note(Charge(kind: .signIn, remaining: 2, rate: rate))
        #expect(note.fields.map { $0.value } == [#""member";r=3;t=2"#, #""member";q=5;w=5"#])
    }
}

import ChatProtocol
import Testing

@testable import ChatServer

/// How far members have read, as they show it to each other.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ReceiptTests {
    private static func members(
        _ world: AccessWorld,
        of room: String,
        by credentials: String?
    ) async throws -> [String: Int] {
        let answer = try await world.ask("GET", "/rooms/\(room)/members", by: credentials)
        try #require(answer.status == 200, "\(answer)")
        return Receipts(answer.body).marks
    }

    private static func read(
        _ world: AccessWorld,
        _ room: String,
        _ body: String,
        by credentials: String?
    ) async throws {
        let answer = try await world.ask("PUT", "/rooms/\(room)/read", by: credentials, body: body)
        try #require(answer.status == 200, "\(answer)")
    }

    @Test("The two of a direct room see each other's once both show theirs, and nobody else does")
    func direct() async throws {
        try await AccessWorld.run("accounts") { world in
            let (ann, bob) = (try await world.account("ann"), try await world.account("bob"))
            let asAnn = try await world.ask("GET", "/rooms/@bob/members", by: ann)
            #expect(Receipts(asAnn.body).names == ["ann", "bob"])
            try await Self.read(world, "@ann", #"{"seq":1,"shown":true}"#, by: bob)
            // Who shows nothing sees nothing.
            #expect(try await Self.members(world, of: "@bob", by: ann).isEmpty)
            try await Self.read(world, "@bob", #"{"seq":1}"#, by: ann)
            #expect(try await Self.members(world, of: "@bob", by: ann).isEmpty)
            #expect(try await Self.members(world, of: "@ann", by: bob) == ["bob": 1])
            try await Self.read(world, "@bob", #"{"seq":1,"shown":true}"#, by: ann)
            #expect(try await Self.members(world, of: "@bob", by: ann) == ["ann": 1, "bob": 1])
            #expect(try await Self.members(world, of: "@ann", by: bob) == ["ann": 1, "bob": 1])
            // The next mark hides it again, also one that does not move.
            try await Self.read(world, "@ann", #"{"seq":0,"shown":false}"#, by: bob)
            #expect(try await Self.members(world, of: "@bob", by: ann) == ["ann": 1])
            #expect(try await Self.members(world, of: "@ann", by: bob).isEmpty)
            let other = world.credentials[.stranger]
            #expect(try await world.ask("GET", "/rooms/@ann&bob/members", by: other).status != 200)
        }
    }

    @Test("Members of a small room see each other's, and of a room of eleven nobody's")
    func small() async throws {
        try await AccessWorld.run("accounts") { world in
            let shown = #"{"seq":3,"shown":true}"#
            let people: [AccessWorld.Person] = [.owner, .member, .stranger, .tokenOperator]
            for person in people {
                try await Self.read(world, "public", shown, by: world.credentials[person])
            }
            let marks = ["owner": 3, "member": 3]
            for person in [AccessWorld.Person.owner, .member] {
                let told = try await Self.members(
                    world,
                    of: "public",
                    by: world.credentials[person]
                )
                #expect(told == marks)
            }
            // They are no members, whatever they show.
            for person in [AccessWorld.Person.stranger, .tokenOperator, .nobody, .moderator] {
                let told = try await Self.members(
                    world,
                    of: "public",
                    by: world.credentials[person]
                )
                #expect(told.isEmpty, "\(person)")
            }
            for number in 0..<6 {
                _ = try await world.account("m\(number)")
                let path = "/rooms/public/members/m\(number)"
                try await world.done(.owner, "PUT", path, #"{"role":"member"}"#)
                let told = try await Self.members(
                    world,
                    of: "public",
                    by: world.credentials[.owner]
                )
                // Five are there from the beginning.
                #expect(told == (number < 5 ? marks : [:]), "\(number)")
            }
        }
    }

    @Test("Where names are anybody's nobody's shows")
    func open() async throws {
        try await AccessWorld.run("open") { world in
            let shown = #"{"seq":1,"shown":true}"#
            for person in [AccessWorld.Person.guest, .owner, .member] {
                let credentials = world.credentials[person]
                try await Self.read(world, "public", shown, by: credentials)
                #expect(try await Self.members(world, of: "public", by: credentials).isEmpty)
            }
        }
    }

    @Test("What is no answer to whether it shows is refused")
    func wrong() async throws {
        try await AccessWorld.run("accounts") { world in
            for body in [#"{"seq":1,"shown":"yes"}"#, #"{"seq":1,"shown":1}"#, #"{"shown":true}"#] {
                let credentials = world.credentials[.owner]
                let answer = try await world.ask(
                    "PUT",
                    "/rooms/public/read",
                    by: credentials,
                    body: body
                )
                #expect(answer.status == 400 && answer.code == "bad_body", "\(body)")
            }
        }
    }
}

/// The members of an answer with how far each has read.
struct Receipts {
    var names: [String] = []
    var marks: [String: Int] = [:]

    /// Reads `GET /rooms/{room}/members`.
    init(_ body: String) {
        for part in body.split(separator: #"{"name":""#).dropFirst() {
            let name = String(part.prefix { $0 != "\"" })
            names.append(name)
            marks[name] = part.firstRange(of: #""read":"#).flatMap { range in
                Int(part[range.upperBound...].prefix(while: \.isNumber))
            }
        }
    }
}

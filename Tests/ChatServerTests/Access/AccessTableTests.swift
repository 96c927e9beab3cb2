import ChatProtocol
import Testing

@testable import ChatServer

/// Every address and method against every kind of caller, by both ways through the server.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct AccessTableTests {
    /// Makes a request the router's, and changes nothing else about it.
    private static let ways = ["", "Upgrade: odd\r\n"]

    @Test("No address and no method is missing from the table of who may do what")
    func complete() async throws {
        try await TestServer.run { server in
            // One that nobody has is written with another name.
            let rows = (AccessTable.rows + [AccessTable.removal]).map { row in
                "\(row.method) \(row.path.replacing("{nobody}", with: "{name}"))"
            }
            #expect(server.addresses == Set(rows))
        }
    }

    // Seen as S34: with a wrong password most addresses could be read.
    // Seen as running F25: in open mode some writes without a name were refused, and others were a
    // guest's.
    @Test(
        "Each caller is answered as the table says",
        arguments: ["accounts", "open"],
        AccessWorld.rooms
    )
    func table(mode: String, room: String) async throws {
        try await AccessWorld.run(mode) { world in
            for row in AccessTable.rows {
                for person in AccessWorld.Person.allCases {
                    for way in Self.ways { try await check(row, person, room, mode, way, world) }
                }
            }
        }
    }

    @Test(
        "Each caller is answered as the table says, in every format of every stream",
        arguments: ["accounts", "open"],
        AccessWorld.rooms
    )
    func formats(mode: String, room: String) async throws {
        try await AccessWorld.run(mode) { world in
            for var row in AccessTable.rows where row.query.contains("ndjson") {
                for format in Format.allCases where format != .ndjson {
                    let takesCSV = !row.path.hasSuffix("stats/stream") && row.path != "/logs/stream"
                    guard format != .csv || takesCSV, row.path != "/stream" else { continue }
                    row.query = "format=\(format.rawValue)"
                    for person in AccessWorld.Person.allCases {
                        for way in Self.ways {
                            try await check(row, person, room, mode, way, world)
                        }
                    }
                }
            }
        }
    }

    @Test(
        "Nobody takes a room away but its owner and the operator",
        arguments: ["accounts", "open"],
        AccessWorld.rooms
    )
    func removal(mode: String, room: String) async throws {
        try await AccessWorld.run(mode) { world in
            let row = AccessTable.removal
            for person in AccessWorld.Person.allCases {
                guard try AccessTable.word(row.kind, person, in: room, mode: mode) != "ok" else {
                    continue
                }
                for way in Self.ways { try await check(row, person, room, mode, way, world) }
            }
            try await check(row, .owner, room, mode, "", world)
            let answer = try await ask(row, .tokenOperator, room, "", world)
            #expect(answer.code == "room_not_found")
        }
    }

    @Test(
        "The direct room of two others is nobody's by any name, and its files are theirs alone",
        arguments: ["accounts", "open"]
    )
    func direct(mode: String) async throws {
        try await AccessWorld.run(mode) { world in
            for person in AccessWorld.Person.allCases {
                let denied = try AccessTable.word(.called, person, in: "public", mode: mode) != "ok"
                for row in AccessTable.rows where row.path.contains("{room}") {
                    let answer = try await ask(row, person, "@ann&bob", "", world)
                    let word = denied ? [401, 403] : [400, 401, 403]
                    #expect(word.contains(answer.status), "\(row) \(person) \(answer)")
                }
                let file = try #require(world.files["direct"])
                let path = "/files/\(file)/f.txt"
                let answer = try await world.ask("GET", path, as: person)
                #expect(answer.code == (denied ? answer.code : "file_not_found"), "\(person)")
                #expect(answer.status != 200, "\(person)")
            }
        }
    }

    // MARK: - Parts

    private func check(
        _ row: AccessTable.Row,
        _ person: AccessWorld.Person,
        _ room: String,
        _ mode: String,
        _ way: String,
        _ world: AccessWorld
    ) async throws {
        let word = try AccessTable.word(row.kind, person, in: room, mode: mode)
        let answer = try await ask(row, person, room, way, world)
        #expect(
            AccessTable.fits(answer, word, row),
            "\(row)?\(row.query) as \(person), \(room), \(mode), \(way.isEmpty ? "direct" : "routed"): \(word), but \(answer.status) \(answer.body)"
        )
    }

    private func ask(
        _ row: AccessTable.Row,
        _ person: AccessWorld.Person,
        _ room: String,
        _ way: String,
        _ world: AccessWorld
    ) async throws -> AccessWorld.Answer {
        try await world.ask(
            row.method,
            row.target(in: room, of: world),
            as: person,
            fields: way,
            body: row.body?.replacing("{room}", with: room)
        )
    }
}

import ChatProtocol
import ChatStore
import NIOHTTP1
import Synchronization
import Testing

@testable import ChatServer

/// A member is put out and let in again while others post flat out: what the member's stream shows
/// lies in a time of membership, and nobody else misses anything.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MembershipRaceTests {
    private static let rounds = 12
    private static let mark = "the end"

    enum Reader: String, CaseIterable, Sendable {
        case live, catchingUp, stalled
    }

    @Test("Nothing that was committed after a kick is shown", arguments: Reader.allCases)
    func kicked(reader: Reader) async throws {
        try await AccessWorld.run("accounts") { world in
            if reader != .live { try await fill(world) }
            let since = reader == .live ? "" : "&since=all"
            try await TestConnection.open(world.server) { connection in
                let stream = try await EventReader.open(
                    connection,
                    "/stream?heartbeat=60\(since)",
                    format: .ndjson,
                    headers: [("Authorization", try #require(world.credentials[.member]))]
                )
                let shown: [DurableEvent]
                if reader == .stalled {
                    try await play(world)
                    shown = try await read(stream)
                } else {
                    async let played: Void = play(world)
                    shown = try await read(stream)
                    try await played
                }
                try await check(shown, reader, world)
            }
        }
    }

    @Test("Nobody else misses anything", arguments: ["", "&since=all"])
    func others(since: String) async throws {
        try await AccessWorld.run("accounts") { world in
            try await TestConnection.open(world.server) { connection in
                let stream = try await EventReader.open(
                    connection,
                    "/rooms/private/stream?heartbeat=60\(since)",
                    format: .ndjson,
                    headers: [("Authorization", try #require(world.credentials[.owner]))]
                )
                async let played: Void = play(world)
                let seqs = try await read(stream).map(\.seq)
                try await played
                #expect(seqs == Array((seqs.first ?? 0)...(seqs.last ?? 0)))
            }
        }
    }

    enum End: String, CaseIterable, Sendable {
        case revoked, disabled, banned, deleted
    }

    @Test(
        "Nothing that was committed after the credentials ended is shown",
        arguments: End.allCases
    )
    func ended(end: End) async throws {
        try await AccessWorld.run("accounts") { world in
            try await TestConnection.open(world.server) { connection in
                let stream = try await EventReader.open(
                    connection,
                    "/stream?heartbeat=60",
                    format: .ndjson,
                    headers: [("Authorization", try #require(world.credentials[.member]))]
                )
                let isOver = Flag()
                async let posted: Void = post(world) { _ in !isOver.isSet }
                var positions: [Int64] = []
                while positions.count < 30 {
                    positions.append(try await stream.nextDurable().cursor?.position ?? 0)
                }
                try await take(end, world)
                let head = world.server.services.gate.head
                for _ in 0..<5 {
                    _ = try await world.post("/rooms/private/messages", "late", as: .owner)
                }
                isOver.set()
                try await posted
                var reason: String?
                while let event = try await stream.next() {
                    if case .durable(let event) = event {
                        positions.append(event.cursor?.position ?? 0)
                    }
                    if case .control(.bye(let bye)) = event { reason = bye.reason }
                }
                #expect(reason == (end == .banned ? "banned" : "revoked"))
                #expect(
                    positions.allSatisfy { $0 <= head },
                    "\(end): \(head), \(positions.suffix(9))"
                )
            }
        }
    }

    private func take(_ end: End, _ world: AccessWorld) async throws {
        switch end {
        case .revoked:
            let member = try MemberName("member")
            try await world.server.services.gate.accounts.change(by: nil) { book in
                book.tokens(of: member).map { .dropToken(id: $0.id) }
            }
        case .disabled:
            let fields = #"{"disabled":true}"#
            try await world.done(.tokenOperator, "PATCH", "/accounts/member", fields)
        case .banned: try await world.done(.tokenOperator, "POST", "/bans", #"{"name":"member"}"#)
        case .deleted: try await world.done(.tokenOperator, "DELETE", "/accounts/member")
        }
    }

    // MARK: - Parts

    /// More than a connection takes without being read.
    private func fill(_ world: AccessWorld) async throws {
        try await post(world) { number in number < 600 }
    }

    /// Puts the member out and lets it in, while three others post.
    private func play(_ world: AccessWorld) async throws {
        let isOver = Flag()
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask { try await post(world) { _ in !isOver.isSet } }
            }
            let path = "/rooms/private/members/member"
            for _ in 0..<Self.rounds {
                try await world.done(.owner, "DELETE", path)
                _ = try await world.post("/rooms/private/messages", "out", as: .owner)
                try await world.done(.owner, "PUT", path, #"{"role":"member"}"#)
                _ = try await world.post("/rooms/private/messages", "in", as: .owner)
            }
            isOver.set()
            try await group.waitForAll()
        }
        _ = try await world.post("/rooms/private/messages", Self.mark, as: .owner)
    }

    private func post(_ world: AccessWorld, _ goesOn: (Int) -> Bool) async throws {
        let text = Array(String(repeating: "x", count: 2000).utf8)
        let fields = [("Authorization", try #require(world.credentials[.owner]))]
        try await TestConnection.open(world.server) { connection in
            var number = 0
            while goesOn(number) {
                number += 1
                let answer = try await connection.ask(
                    .POST,
                    "/rooms/private/messages",
                    headers: fields,
                    body: text
                )
                try #require(answer.head.status == .created)
            }
        }
    }

    private func read(_ stream: EventReader) async throws -> [DurableEvent] {
        var events: [DurableEvent] = []
        while true {
            let event = try await stream.nextDurable()
            events.append(event)
            if case .message(let message) = event.content, message.text == Self.mark {
                return events.filter { $0.room.description == "private" }
            }
        }
    }

    /// Every event that was shown is one of a time in which the member was one.
    private func check(
        _ shown: [DurableEvent],
        _ reader: Reader,
        _ world: AccessWorld
    ) async throws {
        let events = try await world.server.services.store.events(
            .history(of: try RoomName("private"), filter: .init(types: [.member]), limit: 500)
        )
        var outside: [Range<Int64>] = []
        var lastKick: Int64?
        for event in events {
            guard case .member(let name, let role, _) = event.content,
                name.description == "member"
            else { continue }
            if role == .none { lastKick = event.seq }
            if role == .member, let kick = lastKick { outside.append(kick..<event.seq) }
        }
        #expect(outside.count == Self.rounds)
        let wrong = shown.map(\.seq).filter { seq in outside.contains { $0.contains(seq) } }
        #expect(wrong.isEmpty, "\(reader): \(wrong.prefix(10)) of \(shown.count)")
        #expect(shown.map(\.seq) == shown.map(\.seq).sorted())
    }
}

/// Set once.
private final class Flag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}

import ChatProtocol
import ChatServer
import NIOHTTP1
import Synchronization
import TestTools
import Testing

/// Eight members post without a pause while others join, again and again, in all four formats.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct JoinWhilePostingTests {
    private static let posters = 8
    private static let joinersOfEachFormat = 2
    private static let rounds = 200
    private static let eventsOfRound = 12

    @Test(
        "Whoever joins while others post sees every message once and in order, in every format",
        arguments: [
            // Replay from what the loops remember, and from the store nearly always.
            ServerLimits().ringCommits, 1,
        ]
    )
    func joiningIsExact(ringCommits: Int) async throws {
        try await TestServer.run {
            $0.ringCommits = ringCommits
        } _: { server in
            let board = Board()
            let joins = try await withThrowingTaskGroup(of: [Join].self) { group in
                for poster in 0..<Self.posters {
                    group.addTask {
                        try await Self.post(as: poster, to: server, board)
                        return []
                    }
                }
                for (index, format) in Format.allCases.enumerated() {
                    for joiner in 0..<Self.joinersOfEachFormat {
                        group.addTask {
                            let seed = UInt64(index * 16 + joiner + 1)
                            return try await Self.join(server, format, seed: seed, board)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            try await Self.check(joins, against: server)
        }
    }

    /// Posts until every joiner is done, noting the newest acknowledged event.
    private static func post(as poster: Int, to server: TestServer, _ board: Board) async throws {
        try await TestConnection.open(server) { connection in
            var number = 0
            while !board.isDone {
                number += 1
                let text = "p\(poster) \(number)"
                let answer = try await connection.ask(
                    .POST,
                    "/rooms/busy/messages",
                    as: "p\(poster)",
                    body: Array(text.utf8)
                )
                try #require(answer.head.status == .created)
                guard case .durable(let event) = try Event(json: answer.body) else { continue }
                board.acknowledged(event)
            }
        }
    }

    /// Joins at or before the newest event, reads on for a while, and leaves.
    private static func join(
        _ server: TestServer,
        _ format: Format,
        seed: UInt64,
        _ board: Board
    ) async throws -> [Join] {
        var generator = SeededGenerator(seed: seed)
        var joins: [Join] = []
        defer { board.joinerIsDone() }
        while joins.count < rounds {
            guard let newest = board.newest, let cursor = newest.cursor else {
                await Task.yield()
                continue
            }
            // Half of the joins begin at the edge, where replay meets what happens now.
            let back =
                Bool.random(using: &generator) ? 0 : Int64.random(in: 1...60, using: &generator)
            let position = max(0, cursor.position - back)
            let texts = try await TestConnection.open(server) { connection in
                try await read(
                    connection,
                    "/rooms/busy/stream?since=\(Cursor(log: cursor.log, position: position))",
                    format
                )
            }
            joins.append(Join(after: position, texts: texts, format: format, seed: seed))
        }
        return joins
    }

    private static func read(
        _ connection: TestConnection,
        _ path: String,
        _ format: Format
    ) async throws -> [String] {
        var texts: [String] = []
        if format == .text {
            try await connection.send(.GET, path + "&format=text")
            try #require(try await connection.head().status == .ok)
            var decoder = TextDecoder()
            while texts.count < eventsOfRound, let piece = try await connection.piece() {
                for case .message(_, _, _, let text) in try decoder.decode(piece) {
                    texts.append(text)
                }
            }
        } else {
            let reader = try await EventReader.open(connection, path, format: format)
            while texts.count < eventsOfRound {
                guard case .message(let message) = try await reader.nextDurable().content else {
                    continue
                }
                texts.append(message.text)
            }
        }
        return texts
    }

    /// Compares what each joiner saw with the log.
    ///
    /// The room is alone in it: position is `seq`.
    private static func check(_ joins: [Join], against server: TestServer) async throws {
        let log = try await TestConnection.open(server) { connection in
            let reader = try await EventReader.open(
                connection,
                "/rooms/busy/events",
                format: .ndjson
            )
            var texts: [String] = []
            while let event = try await reader.next() {
                guard case .durable(let durable) = event,
                    case .message(let message) = durable.content
                else { continue }
                texts.append(message.text)
            }
            return texts
        }
        #expect(joins.count == Format.allCases.count * joinersOfEachFormat * rounds)
        for join in joins {
            let expected = log.dropFirst(Int(join.after)).prefix(join.texts.count)
            #expect(
                join.texts.elementsEqual(expected),
                "\(join.format), seed \(join.seed), joined after \(join.after)"
            )
        }
    }

    /// What one joiner saw.
    private struct Join {
        let after: Int64
        let texts: [String]
        let format: Format
        let seed: UInt64
    }

    /// What posters and joiners tell each other.
    private final class Board: Sendable {
        private let state = Mutex<(newest: DurableEvent?, done: Int)>((nil, 0))

        var newest: DurableEvent? { state.withLock { $0.newest } }

        var isDone: Bool {
            state.withLock { $0.done == Format.allCases.count * joinersOfEachFormat }
        }

        func acknowledged(_ event: DurableEvent) {
            state.withLock { state in
                if event.seq > state.newest?.seq ?? 0 { state.newest = event }
            }
        }

        func joinerIsDone() {
            state.withLock { $0.done += 1 }
        }
    }
}

import ChatProtocol
import NIOHTTP1
import Testing

@testable import ChatServer

/// Parts of the log asked for right after it grew, when the loops may not have heard of that.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct HistoryBoundsTests {
    @Test("The log before a number ends there, right after posts and with streams that are live")
    func before() async throws {
        try await TestServer.asking { server, live in
            _ = try await EventReader.open(live, "/rooms/a/stream", format: .ndjson)
            try await TestConnection.open(server) { poster in
                for number in 1...40 {
                    try await poster.post("\(number)")
                    try await check(server, "events", before: number, newest: number)
                    try await check(server, "messages", before: max(1, number - 3), newest: number)
                    try await check(server, "events", before: number + 5, newest: number)
                }
            }
        }
    }

    private func check(
        _ server: TestServer,
        _ what: String,
        before: Int,
        newest: Int
    ) async throws {
        let seqs = try await read(server, "/rooms/a/\(what)?before=\(before)")
        #expect(seqs == Array(1..<Int64(min(before, newest + 1))), "\(what) before \(before)")
    }

    @Test("What is to be kept as a file is named by its room and its form, a page of JSON too")
    func download() async throws {
        try await TestServer.run { server in
            func ask(_ method: HTTPMethod, _ query: String) async throws -> HTTPResponseHead {
                try await TestConnection.open(server) { client in
                    let body = method == .POST ? [UInt8(ascii: "x")] : nil
                    let path = "/rooms/a/\(query)"
                    return try await client.ask(method, path, as: "ann", body: body).head
                }
            }
            _ = try await ask(.POST, "messages")
            let names: [(query: String, name: String?)] = [
                ("messages?download=1", "a.json"), ("messages?format=json&download=1", "a.json"),
                ("messages?format=csv&download=1", "a.csv"), ("events?download=1", "a.txt"),
                ("messages", nil), ("messages?download=0", nil),
            ]
            for (query, name) in names {
                let told = try await ask(.GET, query).headers.first(name: "Content-Disposition")
                #expect(told == name.map { #"attachment; filename="\#($0)""# }, "\(query)")
            }
        }
    }

    @Test("A part between two numbers is just that, in every format that tells numbers")
    func between() async throws {
        try await TestServer.run { server in
            for number in 1...20 { try await server.say("\(number)") }
            for format in [Format.ndjson, .sse, .csv] {
                let path = "/rooms/a/events?after=4&before=9"
                #expect(try await read(server, path, format) == [5, 6, 7, 8])
                #expect(try await read(server, path + "&limit=2", format) == [5, 6])
                #expect(
                    try await read(server, "/rooms/a/events?before=9&limit=2", format) == [7, 8]
                )
            }
        }
    }

    // Reactions did not count, so that a page could be of any length.
    @Test("A limit counts every row, wherever the rows begin")
    func limits() async throws {
        try await TestServer.run { server in
            try await TestConnection.open(server) { client in
                try await client.post("one")
                for number in 0..<5 {
                    let path = "/rooms/a/messages/1/reactions/%F0%9F%8D%8\(number)"
                    let answer = try await client.ask(.PUT, path, as: "ann")
                    #expect((200..<300).contains(answer.head.status.code), "\(path)")
                }
            }
            #expect(try await read(server, "/rooms/a/events?after=1&limit=2") == [2, 3])
            #expect(try await read(server, "/rooms/a/events?limit=2") == [5, 6])
            #expect(try await read(server, "/rooms/a/events?around=3&limit=3") == [2, 3, 4])
        }
    }

    private func read(
        _ server: TestServer,
        _ path: String,
        _ format: Format = .ndjson
    ) async throws -> [Int64] {
        try await TestConnection.open(server) { connection in
            let reader = try await EventReader.open(connection, path, format: format)
            var seqs: [Int64] = []
            while let event = try await reader.next() {
                if case .durable(let durable) = event { seqs.append(durable.seq) }
            }
            return seqs
        }
    }
}

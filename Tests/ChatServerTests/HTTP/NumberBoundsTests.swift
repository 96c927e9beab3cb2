import ChatStore
import HTTPTypes
import NIOHTTP1
import TestConnections
import Testing

@testable import ChatServer

/// Every number that the table of the API takes, at and beyond its bounds.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct NumberBoundsTests {
    private static let outside = [
        "-1", "%2B1", "1.5", "1e3", "0x10", "9007199254740992", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551616",
    ]
    // The last ones are near a number that would do.
    private static let outsideOfBodies = [
        "-1", "1.5", "9007199254740992", "9223372036854775807", "1e300", "-1e-400",
        "1.0000000000000000000000001", "0.99999999999999999999999", "9007199254740991.4",
    ]
    private static let extremes = ["0", "1", "2", "9007199254740990", "9007199254740991"]

    /// A request with one number in it, at its `N`.
    private struct Input {
        let method: String
        let path: String
        var body = ""

        /// The request's target with the number in its place.
        func target(_ number: String) -> String { path.replacing("N", with: number) }
    }

    private static let queries: [Input] = APIOperations.all
        .filter { $0.method == .get }
        .flatMap { operation in
            let rest = operation.query(of: ["timeout": "50ms", "q": "x"])
            return operation.parameters.filter { $0.isNumber && $0.place == "query" }.map {
                Input(
                    method: operation.method.rawValue,
                    path: filled(operation.path) + "?\($0.name)=N&\(rest)"
                )
            }
        }

    private static let paths: [Input] = APIOperations.all
        .filter { $0.placeholders.contains("seq") }
        .map { Input(method: $0.method.rawValue, path: filled($0.path, seq: "N")) }

    /// A path whose parameters name what is there.
    private static func filled(_ path: String, seq: String = "1") -> String {
        path.replacing("{room}", with: "a").replacing("{seq}", with: seq)
            .replacing("{emoji}", with: "%2B1").replacing("{name}", with: "ann")
    }

    /// A request for each number that a JSON body may have.
    private static let bodies: [Input] = APIOperations.all.flatMap { operation in
        let schema = operation.takes?.schema.flatMap { APISchemas.named($0) }
        return (schema.map { objects($0) } ?? []).map { body in
            Input(method: operation.method.rawValue, path: filled(operation.path), body: body)
        }
    }

    /// The objects of a schema with one number each, and with all else that they need.
    private static func objects(_ schema: APISchema) -> [String] {
        guard case .object(let fields) = schema else { return [] }
        return fields.flatMap { field -> [String] in
            let others = fields.filter { $0.isNeeded && $0.name != field.name }
                .map { "\"\($0.name)\":\(filler($0.schema))," }.joined()
            var values = objects(field.schema)
            if case .integer = field.schema { values = ["N"] }
            return values.map { "{\(others)\"\(field.name)\":\($0)}" }
        }
    }

    /// A value that fits a schema.
    private static func filler(_ schema: APISchema) -> String {
        switch schema {
        case .integer(let range): "\(range.lowerBound)"
        case .choice(let words): "\"\(words[0])\""
        case .flag: "true"
        default: "\"x\""
        }
    }

    // Seen as S1: a large number in a query ended the process by an overflow.
    @Test("A number outside of 0 to 2^53-1 is 400 bad_parameter, wherever it stands")
    func outside() async throws {
        try #require(Self.queries.count > 10 && Self.paths.count > 4)
        try await withRoom { server in
            for input in Self.queries + Self.paths {
                for number in Self.outside {
                    let answer = try await ask(server, input, number)
                    #expect(answer.status == 400, "\(input.method) \(input.target(number))")
                    #expect(answer.body.contains(#""code":"bad_parameter""#))
                }
            }
        }
    }

    @Test("The numbers at the bounds are answered, and the server goes on")
    func extremes() async throws {
        try await withRoom { server in
            for input in Self.queries + Self.paths where input.method == "GET" {
                for number in Self.extremes {
                    let answer = try await ask(server, input, number)
                    #expect(answer.status < 500, "\(input.method) \(input.target(number))")
                }
            }
            for a in Self.extremes {
                for b in Self.extremes {
                    for what in ["events", "messages"] {
                        for query in ["around=\(a)&limit=\(b)", "after=\(a)&before=\(b)"] {
                            let path = "/rooms/a/\(what)?\(query)"
                            _ = try await ask(server, Input(method: "GET", path: path), "")
                        }
                    }
                }
            }
        }
    }

    @Test(
        "A number above the bound of its parameter is told the bound",
        arguments: [
            ("/rooms/a/stream?tail=N", 10_000), ("/rooms/a/events?tail=N", 10_000),
            ("/stream?tail=N&format=csv", 10_000), ("/rooms/a/messages?limit=N", 500),
            ("/rooms/a/stream?heartbeat=N", 60), ("/stats/stream?heartbeat=N", 60),
        ]
    )
    func told(path: String, bound: Int) async throws {
        try await withRoom { server in
            let answer = try await ask(server, Input(method: "GET", path: path), "\(bound + 1)")
            #expect(answer.status == 400 && answer.body.contains(#""code":"bad_parameter""#))
            let fields = #""limit":\#(bound),"value":\#(bound + 1)"#
            #expect(answer.body.contains(fields), "\(answer)")
        }
    }

    private static let signed = #""name":"ann","challenge":"x","signature":"x""#
    private static let words = (1...33).map { "w\($0)" }.joined(separator: "+")
    private static let characters = String(repeating: "%E4%B8%96", count: 65)
    private static let aboveBounds: [(Input, limit: Int64, value: Int64)] = [
        (Input(method: "POST", path: "/invites", body: #"{"uses":10001}"#), 10_000, 10_001),
        (
            Input(method: "POST", path: "/invites", body: #"{"expiresIn":3162240001}"#),
            3_162_240_000, 3_162_240_001
        ),
        (
            Input(method: "PUT", path: "/rooms/a", body: #"{"slowSeconds":1000000}"#), 86_400,
            1_000_000
        ),
        (
            Input(method: "PUT", path: "/rooms/a", body: #"{"retention":{"days":36501}}"#), 36_500,
            36_501
        ),
        (
            Input(
                method: "POST",
                path: "/tokens",
                body: "{\(signed),\"label\":\"\(String(repeating: "a", count: 101))\"}"
            ), 100, 101
        ),
        (
            Input(
                method: "POST",
                path: "/tokens",
                body: "{\(signed),\"rooms\":["
                    + (1...257).map { "\"r\($0)\"" }.joined(separator: ",") + "]}"
            ), 256, 257
        ),
        (Input(method: "GET", path: "/search?q=" + String(repeating: "a", count: 513)), 512, 513),
        (Input(method: "GET", path: "/search?q=\(words)"), 32, 33),
        (Input(method: "GET", path: "/search?q=\(characters)"), 64, 65),
    ]

    @Test("Whatever is above a bound is told the bound, in a body too")
    func toldOfBodies() async throws {
        try await withRoom { server in
            for (input, limit, value) in Self.aboveBounds {
                let answer = try await ask(server, input, "")
                #expect(answer.status == 400 && answer.body.contains(#""code":"bad_parameter""#))
                let fields = #""limit":\#(limit),"value":\#(value)"#
                #expect(answer.body.contains(fields), "\(answer)")
            }
        }
    }

    @Test(
        "Streams and rows end after as many as anybody may say",
        arguments: [
            "/rooms/a/stream?timeout=1ms&limit=N", "/stream?timeout=1ms&limit=N",
            "/rooms/a/events?limit=N", "/rooms/a/events?around=1&limit=N",
            "/rooms/a/events?user=ann&limit=N", "/rooms/a/messages?format=csv&limit=N",
            "/search?q=one&format=csv&limit=N", "/stats/stream?timeout=1ms&limit=N",
            "/rooms/a/stats/stream?timeout=1ms&limit=N", "/logs/stream?timeout=1ms&limit=N",
            "/audit?format=csv&limit=N", "/audit/stream?timeout=1ms&limit=N",
        ]
    )
    func unbounded(path: String) async throws {
        try await withRoom { server in
            let answer = try await ask(server, Input(method: "GET", path: path), "9007199254740991")
            #expect(answer.status == 200, "\(answer)")
        }
    }

    @Test("A number of a body outside the bounds is 400 bad_parameter, whatever it is for")
    func bodies() async throws {
        try #require(Self.bodies.count > 7)
        try await withRoom { server in
            for input in Self.bodies {
                for number in Self.outsideOfBodies {
                    let answer = try await ask(server, input, number)
                    #expect(answer.status == 400, "\(input) \(number): \(answer)")
                    #expect(answer.body.contains("bad_parameter"), "\(input) \(number)")
                }
            }
        }
    }

    @Test(
        "A number of a field outside the bounds is refused at once, before any of the body",
        arguments: ["Content-Length", "Upload-Length", "Upload-Offset"]
    )
    func fields(name: String) async throws {
        try await withRoom { server in
            for number in ["9007199254740992", "9223372036854775807", "18446744073709551615"] {
                for (method, path) in [
                    ("POST", "/rooms/a/messages"), ("PUT", "/rooms/a/files/x"),
                    ("POST", "/rooms/a/import"), ("PATCH", "/rooms/a/messages/1"),
                    ("PUT", "/rooms/a/stream"),
                ] where name == "Content-Length" || path == "/rooms/a/files/x" {
                    let length = name == "Content-Length" ? "" : "Content-Length: 1\r\n"
                    let answer = try await server.answer(
                        to: "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
                            + "Authorization: Basic YW5uOg==\r\n"
                            + "\(length)\(name): \(number)\r\n\r\n"
                    )
                    #expect(answer.status == 400, "\(path) \(number)")
                    #expect(answer.body.contains("bad_parameter"), "\(path) \(number)")
                }
            }
        }
    }

    // Seen as S5 and C13: a cursor past the end, and a post meanwhile, ended the process.
    @Test("A cursor past the end, opened while others post, is told of and ends nothing")
    func cursorAhead() async throws {
        try await withRoom { server in
            let log = server.services.store.log
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await TestConnection.open(server) { poster in
                        for _ in 1...200 { try await poster.post("x") }
                    }
                }
                for position in ["9007199254740991", "9007199254740990"] {
                    group.addTask {
                        for _ in 1...50 {
                            let input = Input(
                                method: "GET",
                                path: "/rooms/a/stream?since=\(log).\(position)"
                                    + "&tail=1&limit=1&timeout=1s&format=ndjson"
                            )
                            let answer = try await ask(server, input, "")
                            #expect(answer.body.contains(#""reason":"ahead""#))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let input = Input(method: "GET", path: "/rooms/a/stream?since=\(log).N&timeout=1s")
            #expect(try await ask(server, input, "9223372036854775807").status == 400)
        }
    }

    private func withRoom(_ body: @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.run { server in
            for text in ["one", "two", "three"] { try await server.say(text) }
            try await body(server)
        }
    }

    /// Asks as the operator, on a connection of its own, and reads until the server has ended it.
    private func ask(
        _ server: TestServer,
        _ input: Input,
        _ number: String
    ) async throws -> RawConnection.Answer {
        let body = input.body.replacing("N", with: number)
        let token = try server.operatorToken()
        return try await RawConnection.open(port: server.port) { client in
            try await client.send(
                "\(input.method) \(input.target(number)) HTTP/1.1\r\nHost: localhost\r\n"
                    + "Authorization: Bearer \(token)\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
            var answer = try await client.head()
            answer.body = String(decoding: try await client.readToEnd(), as: UTF8.self)
            return answer
        }
    }
}

extension APIOperation.Parameter {
    /// Whether it takes a whole number.
    fileprivate var isNumber: Bool {
        if case .integer = schema { return true }
        return false
    }
}

import ChatProtocol
import NIOCore
import NIOHTTP1
import TestTools
import Testing

@testable import ChatClient

/// What the subcommands of the server ask by.
@Suite(.timeLimit(.minutes(10))) struct RawCallTests {
    /// Asks a server; gives what came, and what it was asked.
    private func ask(
        _ call: RawCall,
        over scheme: String = "http",
        script: @escaping FakeServer.Script
    ) async throws -> (Result<String, CallFailure>, [FakeServer.Asked]) {
        try await FakeServer.with(script: script) { server in
            let address = try ServerAddress("\(scheme)://127.0.0.1:\(server.port)/base")
            var text = ""
            do {
                try await Transport.ask(call, of: address, trusting: []) {
                    text += String(buffer: $0)
                }
                return (.success(text), server.asked.all)
            } catch let failure as CallFailure {
                return (.failure(failure), server.asked.all)
            }
        }
    }

    @Test("A body goes piece by piece, and the answer comes piece by piece")
    func pieces() async throws {
        let reader = Reader(["one", "two", "three"])
        let fields = [("Accept", "text/csv"), ("Authorization", "Bearer x")]
        let body = RawCall.Body.pieces({ await reader.next() }, size: nil)
        let call = RawCall(.PUT, "/import", expecting: .anything, headers: fields, body: body)
        let (answer, asked) = try await ask(call) { _, reply in
            try await reply.head(200, [("Transfer-Encoding", "chunked")])
            try await reply.write("a")
            try await reply.write("b")
            try await reply.end()
        }
        #expect(answer == .success("ab"))
        let request = try #require(asked.first)
        #expect(request.uri == "/base/import")
        #expect(request.body == "onetwothree")
        #expect(request.headers["Transfer-Encoding"] == ["chunked"])
        #expect(request.headers["Accept"] == ["text/csv"])
        #expect(request.headers["Authorization"] == ["Bearer x"])
    }

    @Test("A refusal is the server's problem, and nothing of it is taken")
    func refused() async throws {
        let body = RawCall.Body.bytes(ByteBuffer(string: "hello"))
        let call = RawCall(.POST, "/x", expecting: .json, body: body)
        let (answer, asked) = try await ask(call) { _, reply in
            let problem = #"{"status":403,"code":"banned","title":"No","detail":"you are out"}"#
            try await reply.json(403, problem)
        }
        guard case .failure(.refused(let problem)) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(problem.status == 403)
        #expect(problem.code == "banned")
        #expect(asked.map(\.body) == ["hello"])
        #expect(asked.first?.headers["Accept"] == ["*/*"])
    }

    @Test("An answer that is cut off is a failure, however much of it came")
    func cutOff() async throws {
        let call = RawCall(.GET, "/x", expecting: .anything)
        let (answer, _) = try await ask(call) { _, reply in
            try await reply.head(200, [("Content-Length", "100")])
            try await reply.write("part")
            try await reply.cut()
        }
        guard case .failure(.unreachable(.closed)) = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    /// What a stranger may answer with, and what was asked for.
    private static let strange: [(RawCall.Expectation, UInt, HTTPHeaders)] = [
        (.nothing, 200, ["X-Request-Id": "1"]),
        (.nothing, 204, [:]),
        (.json, 200, ["Content-Type": "application/json"]),
        (.json, 204, ["X-Request-Id": "1"]),
        (.json, 200, ["X-Request-Id": "1", "Content-Type": "text/html"]),
        (.rows(of: .csv), 201, ["X-Request-Id": "1", "Content-Type": "text/csv"]),
        (.rows(of: .csv), 200, ["X-Request-Id": "1", "Content-Type": "text/plain"]),
        (.rows(of: .text), 200, ["Content-Type": "text/plain; charset=utf-8"]),
        (.rows(of: .ndjson), 200, ["X-Request-Id": "1"]),
    ]

    @Test("An answer is known by its status, its type and its number")
    func expectations() {
        for (expectation, status, headers) in Self.strange {
            #expect(!expectation.isMet(by: status, headers), "\(status) \(headers)")
            #expect(RawCall.Expectation.anything.isMet(by: status, headers))
        }
        let mark = ("x-request-id", "1")
        #expect(RawCall.Expectation.nothing.isMet(by: 204, HTTPHeaders([mark])))
        for status: UInt in [200, 201] {
            let headers = HTTPHeaders([mark, ("content-type", "Application/JSON;charset=utf-8")])
            #expect(RawCall.Expectation.json.isMet(by: status, headers))
        }
        for format in [Format.csv, .ndjson, .text] {
            let headers = HTTPHeaders([mark, ("content-type", format.mediaType)])
            #expect(RawCall.Expectation.rows(of: format).isMet(by: 200, headers))
        }
    }

    @Test("Nothing of a stranger's answer is taken")
    func stranger() async throws {
        let call = RawCall(.GET, "/x", expecting: .json)
        let (answer, _) = try await ask(call) { _, reply in
            try await reply.json(200, #"{"name":"zoe"}"#, isMarked: false)
        }
        guard case .failure(.unreachable(.stranger)) = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test("A connection that ends before an answer is told from one that ends in it")
    func unanswered() async throws {
        let call = RawCall(.GET, "/x", expecting: .anything)
        let (answer, _) = try await ask(call) { _, reply in try await reply.cut() }
        guard case .failure(.unreachable(.unanswered(let server))) = answer else {
            Issue.record("\(answer)")
            return
        }
        // A server that waits for TLS ends it so.
        #expect("\(TransportFailure.unanswered(server))".hasSuffix("is it https://?"))
        let socket = try ServerAddress("unix:/run/x")
        #expect(!"\(TransportFailure.unanswered(socket))".contains("https"))
    }

    @Test("A server that speaks no TLS is told from one whose certificate is not trusted")
    func plain() async throws {
        let call = RawCall(.GET, "/x", expecting: .anything)
        let (answer, asked) = try await ask(call, over: "https") { _, reply in
            try await reply.json(200, "{}")
        }
        guard case .failure(.unreachable(.notTLS)) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(asked.isEmpty)
    }

    /// Gives pieces one by one.
    private actor Reader {
        private var pieces: ArraySlice<String>

        init(_ pieces: [String]) {
            self.pieces = pieces[...]
        }

        func next() -> ByteBuffer? { pieces.popFirst().map { ByteBuffer(string: $0) } }
    }
}

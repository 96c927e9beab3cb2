import ChatProtocol
import ChatStore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TestTools
import Testing

@testable import ChatServer

/// What a request says, changed at random: it is read or refused, with words that can be shown.
///
/// `BURBLE_FUZZ_ROUNDS` says how many there are, `BURBLE_FUZZ_SEED` which ones.
@Suite struct RequestFuzzTests {
    private static let rounds = number("BURBLE_FUZZ_ROUNDS") ?? 1000
    private static let seed = UInt64(number("BURBLE_FUZZ_SEED") ?? 1)

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static let pieces = [
        "0", "-1", "9007199254740992", "1e400", "٣", "%", "%00", "%zz", "%e9", "+", "&", "=", ",",
        "\u{0}", "\u{1b}[2J", "\u{202e}", "é", "👩‍👩‍👧", "\n", "\r\n", " ", "\"", "{", "}", "[", "]",
        ":", "//", "@", "#", "?", "\\ud800", "null", "true", String(repeating: "x", count: 600),
    ]

    /// One of some texts, changed.
    private static func changed(_ corpus: [String], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array((corpus.randomElement(using: &generator) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...8, using: &generator))
            let piece = Array((pieces.randomElement(using: &generator) ?? "").utf8)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.insert(contentsOf: piece, at: place)
            case 1: bytes.replaceSubrange(place..<end, with: piece)
            case 2: bytes.removeSubrange(place..<end)
            default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            }
        }
        return bytes
    }

    /// Sees that a refusal can be shown.
    private static func check(_ problem: Problem) {
        #expect((400..<500).contains(problem.status), "\(problem)")
        #expect(SafeText(problem.detail).description == problem.detail, "\(problem)")
        #expect(!problem.detail.contains { $0.isNewline }, "\(problem)")
    }

    @Test("A query is read or refused")
    func queries() {
        let corpus = [
            "since=10m&tail=5&limit=3&timeout=1s&heartbeat=20&on_gap=fail&format=csv&safe=1",
            "types=message,typing&user=alice&match=night+build&download=1", "q=a%20b&rooms=a,b",
            "since=2026-11-22T07:40:00+01:00", "lastEventId=k3f9.1&&=&a=b=c",
        ]
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<Self.rounds {
            let query = String(decoding: Self.changed(corpus, &generator), as: UTF8.self)
            let request = Self.request(path: "/rooms/a/events?" + query)
            let parameters = QueryParameters(request)
            let reads: [() throws -> Void] = [
                { _ = try parameters.number("limit", in: 1...500) },
                { _ = try parameters.number("tail") }, { _ = try parameters.flag("safe") },
                { _ = try parameters.span("timeout") },
                { _ = try parameters.filter(ServerLimits()) },
                { _ = try parameters.encoding(of: request, namesRooms: false) },
            ]
            for read in reads {
                do { try read() } catch {
                    guard let problem = error as? Problem else {
                        Issue.record("\(error)")
                        continue
                    }
                    Self.check(problem)
                }
            }
            _ = parameters.lastEventID
            _ = parameters["since"]
        }
    }

    @Test("A post's body is a message within its bounds, or refused")
    func bodies() {
        let corpus = [
            #"{"text":"hello","replyTo":3,"kind":"action"}"#, #"{"text":"a\nb\u0041"}"#, "hello\n",
            #"{"text":"","other":[{"a":1}]}"#, "",
        ]
        let limits = ServerLimits()
        var generator = SeededGenerator(seed: Self.seed &+ 1)
        for _ in 0..<Self.rounds {
            let bytes = ByteBuffer(bytes: Self.changed(corpus, &generator))
            for type in ["application/json", "text/plain; charset=latin1", nil] {
                do throws(Problem) {
                    let type = try type.map(BodyType.init) ?? BodyType()
                    let message = try MessageBody(limits: limits).message(of: bytes, as: type)
                        .message
                    #expect(message.text.utf8.count <= limits.messageBytes)
                    #expect(VisibleText.isIn(message.text))
                    #expect((message.replyTo ?? 0) >= 0)
                } catch {
                    Self.check(error)
                }
            }
        }
    }

    @Test("Credentials are a name's, or refused")
    func credentials() {
        let corpus = [
            "Basic YWxpY2U6", "basic eHxhd2F5Og==", "Bearer 0123456789abcdef", "Basic Og==",
            "Basic",
        ]
        var generator = SeededGenerator(seed: Self.seed &+ 2)
        for _ in 0..<Self.rounds {
            let field = String(decoding: Self.changed(corpus, &generator), as: UTF8.self)
            do throws(Problem) {
                #expect(try Authorization(field) != .none)
            } catch {
                Self.check(error)
            }
        }
    }

    @Test("The lines of a body are the same however it is cut")
    func lines() {
        let corpus = ["a\nb\r\n\nc", "\u{feff}x\n", "é\n日本\r\n", "x"]
        var generator = SeededGenerator(seed: Self.seed &+ 3)
        for _ in 0..<Self.rounds {
            let bytes = Self.changed(corpus, &generator)
            var whole = BodyLines(byteLimit: 100)
            let lines = whole.all(in: ByteBuffer(bytes: bytes)) + whole.rest()
            var parts = BodyLines(byteLimit: 100)
            var found: [BodyLines.Line] = []
            for byte in bytes { found += parts.all(in: ByteBuffer(bytes: [byte])) }
            #expect(found + parts.rest() == lines, "\(bytes)")
        }
    }

    @Test("Hosts and origins are read or refused")
    func hosts() {
        let corpus = [
            "127.0.0.1:8080", "[::1]:80", "chat.example", "https://chat.example:443", "null",
            "http://[fe80::1%25eth0]", "HTTP://LOCALHOST",
        ]
        var generator = SeededGenerator(seed: Self.seed &+ 4)
        for _ in 0..<Self.rounds {
            let text = String(decoding: Self.changed(corpus, &generator), as: UTF8.self)
            _ = Authority(text)
            _ = WebOrigin(text)
        }
    }

    @Test("The fields of an upload are numbers within their bounds, or refused")
    func uploads() {
        var generator = SeededGenerator(seed: Self.seed &+ 5)
        let corpus = ["0", "9007199254740991", "?1", "?0", "1000000"]
        for _ in 0..<Self.rounds {
            var headers = HTTPFields()
            for name in [
                HTTPField.Name.uploadComplete, .uploadOffset, .uploadLength, .contentLength,
            ] where Bool.random(using: &generator) {
                headers[name] = String(decoding: Self.changed(corpus, &generator), as: UTF8.self)
            }
            do throws(Problem) {
                let fields = try UploadFields(Self.request(path: "/uploads/x", headers))
                for number in [fields.offset, fields.length, fields.bodyLength] {
                    #expect((number ?? 0) >= 0)
                }
            } catch {
                Self.check(error)
            }
        }
    }

    private static func request(path: String, _ headers: HTTPFields = [:]) -> Request {
        Request(
            head: HTTPRequest(
                method: .get,
                scheme: "http",
                authority: "localhost",
                path: path,
                headerFields: headers
            ),
            body: RequestBody(buffer: ByteBuffer())
        )
    }
}

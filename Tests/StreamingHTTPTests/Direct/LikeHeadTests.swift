import NIOHTTP1
import Synchronization
import TestConnections
import Testing

@testable import StreamingHTTP

/// Heads that are like one that went on before them.
@Suite struct LikeHeadTests {
    /// Counts what it looks at, and takes each request for one like that before it.
    private final class CountingGate: RequestGate {
        let looks = Mutex(0)

        func refusal(of head: HTTPRequestHead) -> DirectResponse? {
            looks.withLock { $0 += 1 }
            return nil
        }

        func passes(_ head: HTTPRequestHead, like passed: HTTPRequestHead) -> Bool {
            head.uri == passed.uri
        }

        func unreadable(isTooLong: Bool) -> DirectResponse {
            OpenGate().unreadable(isTooLong: isTooLong)
        }

        var fields: [(name: String, value: String)] { [] }
    }

    private func looks(fields: String) throws -> Int {
        let gate = CountingGate()
        let front = try TestFront(gate: gate)
        for _ in 0..<5 { try front.post("/post", "x", fields: fields) }
        return gate.looks.withLock { $0 }
    }

    @Test("A small head is looked at once, and one that would fill memory is not kept")
    func kept() throws {
        #expect(try looks(fields: "") == 1)
        let value = String(repeating: "a", count: HTTPRequestHead.smallBytes)
        #expect(try looks(fields: "X-Long: \(value)\r\n") == 5)
        let many = (0..<40).map { "X-\($0): a\r\n" }.joined()
        #expect(try looks(fields: many) == 5)
    }
}

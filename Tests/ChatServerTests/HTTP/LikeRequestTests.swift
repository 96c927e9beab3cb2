import NIOHTTP1
import Testing

@testable import ChatServer

/// Requests that are not looked at, since one of their connection was like them.
@Suite struct LikeRequestTests {
    private let front = RequestFront(
        rules: RequestRules(
            hosts: HostNames(listen: .tcp(host: "127.0.0.1", port: 8080), further: []),
            origins: WebOrigins()
        ),
        size: HeadSize(limit: 16_384),
        shared: SharedRequests(limit: 1, limitOfAddress: 1, limitOfLoopback: 1),
        held: HeldAnswers(limit: 1 << 20),
        proxies: TrustedProxies(),
        ids: RequestIDs(),
        counts: AnswerCounts()
    )

    private static let hosts = ["127.0.0.1", "localhost", "evil.example", ""]
    private static let lengths = ["5", "17", "0", "-1", "9223372036854775808", "x"]
    private static let further: [[(String, String)]] = [
        [], [("Idempotency-Key", "a")], [("idempotency-key", "b")], [("Content-Encoding", "gzip")],
        [("Content-Encoding", "identity")], [("Expect", "100-continue")], [("Expect", "tea")],
        [("Origin", "http://evil.example")], [("Origin", "http://127.0.0.1")],
        [("Content-Range", "bytes 0-1/2")], [("Content-Length", "5")],
    ]

    private static let heads: [HTTPRequestHead] = hosts.flatMap { host in
        lengths.flatMap { length in
            further.flatMap { further in
                [HTTPMethod.POST, .GET, .PUT].map { method in
                    var head = HTTPRequestHead(
                        version: .http1_1,
                        method: method,
                        uri: "/rooms/a/messages"
                    )
                    head.headers = HTTPHeaders(
                        [("Host", host), ("Content-Length", length)] + further
                    )
                    return head
                }
            }
        }
    }

    @Test("Whatever is like a request that may go on may go on itself")
    func property() {
        let passed = Self.heads.filter { front.refusal(of: $0) == nil }
        let refused = Self.heads.filter { front.refusal(of: $0) != nil }
        #expect(passed.count > 20 && refused.count > 20)
        for known in passed {
            for head in refused { #expect(!front.passes(head, like: known), "\(head) \(known)") }
        }
    }

    @Test("A post of another length and with another key is like the one before")
    func alike() {
        func head(_ length: String, _ key: String) -> HTTPRequestHead {
            HTTPRequestHead(
                version: .http1_1,
                method: .POST,
                uri: "/rooms/a/messages",
                headers: ["Host": "localhost", "Content-Length": length, "Idempotency-Key": key]
            )
        }
        #expect(front.passes(head("5", "a"), like: head("17", "b")))
        #expect(!front.passes(head("0", "a"), like: head("17", "b")))
        for blank in [" ", "\t"] {
            #expect(!front.passes(head("5", "a" + blank), like: head("17", "b")))
            #expect(!front.passes(head("5" + blank, "a"), like: head("17", "b")))
        }
    }
}

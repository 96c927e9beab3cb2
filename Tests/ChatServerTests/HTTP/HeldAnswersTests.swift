import HTTPTypes
import Hummingbird
import NIOCore
import TestTools
import Testing

@testable import ChatServer

/// The bytes of whole answers that wait for their clients.
@Suite struct HeldAnswersTests {
    private let answers = HeldAnswers(limit: 400_000)

    private func client(at address: String) throws -> String {
        ClientNetwork.key(of: try SocketAddress(ipAddress: address, port: 1))
    }

    private func keep(_ answer: Response, for client: String, mayRefuse: Bool = true) -> Response {
        answers.keep(answer, for: client, mayRefuse: mayRefuse)
    }

    private func answer(_ bytes: Int, _ fields: HTTPFields = [:]) -> Response {
        let body = ResponseBody.whole(ByteBuffer(repeating: 0, count: bytes))
        return Response(status: .ok, headers: fields, body: body)
    }

    // A thousand connections of one address had a list of three megabytes made for each.
    @Test(
        "One address has a quarter of them, until its clients have gone",
        arguments: [("192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8:0:1::1")]
    )
    func ofAddress(one: String, other: String) throws {
        let client = try client(at: one)
        var held: Response? = keep(answer(100_000), for: client)
        #expect(answers.bytes == 100_000)
        let refused = keep(answer(100_000), for: client)
        #expect(refused.status == .serviceUnavailable && refused.headers[.retryAfter] != nil)
        #expect(keep(answer(100_000), for: try self.client(at: other)).status == .ok)
        #expect(answers.bytes == 100_000)
        #expect(held?.status == .ok && held?.body.contentLength == 100_000)
        held = nil
        #expect(answers.bytes == 0)
        #expect(keep(answer(100_000), for: client).status == .ok)
    }

    @Test("This machine has all of them, and no more; a single one is made however large")
    func all() throws {
        let client = try client(at: "127.0.0.1")
        let held = (0..<4).map { _ in keep(answer(100_000), for: client) }
        #expect(held.allSatisfy { $0.status == .ok })
        #expect(keep(answer(65_537), for: client).status == .serviceUnavailable)
        #expect(keep(answer(65_536), for: client).status == .ok)
        let file = answer(500_000, [.acceptRanges: "bytes"])
        #expect(keep(file, for: client).status == .ok)
        #expect(answers.bytes == 400_000 && held.count == 4)
        let others = HeldAnswers(limit: 400_000)
        let large = others.keep(answer(1_000_000), for: client, mayRefuse: true)
        #expect(large.status == .ok)
    }

    // Who was told to ask again after a post would have posted twice.
    @Test("What was done is told, and counted, also where there is no room")
    func done() throws {
        let client = try client(at: "192.0.2.1")
        let held = keep(answer(100_000), for: client)
        let told = keep(answer(100_000), for: client, mayRefuse: false)
        #expect(held.status == .ok && told.status == .ok)
        #expect(answers.bytes == 200_000)
    }

    @Test("A part that waits for its client does not hold the others")
    func parts() async throws {
        let writer = PartsWriter()
        try await answer(1_000_000).body.write(writer)
        let parts = writer.parts
        #expect(parts.map(\.readableBytes).reduce(0, +) == 1_000_000)
        #expect(parts.allSatisfy { $0.storageCapacity <= 64 * 1024 })
    }
}

/// Keeps what a body writes.
private struct PartsWriter: ResponseBodyWriter {
    private let kept = Recorder<ByteBuffer>()

    var parts: [ByteBuffer] { kept.all }

    mutating func write(_ buffer: ByteBuffer) async throws {
        kept.record(buffer)
    }

    consuming func finish(_ trailers: HTTPFields?) async throws {}
}

import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatServer

/// The bytes of whole answers that wait for their clients.
@Suite struct HeldAnswersTests {
    private let answers = HeldAnswers(limit: 400_000)

    private func channel(to address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: address, port: 1)).wait()
        return channel
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
        let channel = try channel(to: one)
        var held: Response? = answers.keep(answer(100_000), for: channel)
        #expect(answers.bytes == 100_000)
        let refused = answers.keep(answer(100_000), for: channel)
        #expect(refused.status == .serviceUnavailable && refused.headers[.retryAfter] != nil)
        #expect(answers.keep(answer(100_000), for: try self.channel(to: other)).status == .ok)
        #expect(answers.bytes == 100_000)
        #expect(held?.status == .ok && held?.body.contentLength == 100_000)
        held = nil
        #expect(answers.bytes == 0)
        #expect(answers.keep(answer(100_000), for: channel).status == .ok)
    }

    @Test("This machine has all of them, and no more; a single one is made however large")
    func all() throws {
        let channel = try channel(to: "127.0.0.1")
        let held = (0..<4).map { _ in answers.keep(answer(100_000), for: channel) }
        #expect(held.allSatisfy { $0.status == .ok })
        #expect(answers.keep(answer(65_537), for: channel).status == .serviceUnavailable)
        #expect(answers.keep(answer(65_536), for: channel).status == .ok)
        let file = answer(500_000, [.acceptRanges: "bytes"])
        #expect(answers.keep(file, for: channel).status == .ok)
        #expect(answers.bytes == 400_000 && held.count == 4)
        let others = HeldAnswers(limit: 400_000)
        #expect(others.keep(answer(1_000_000), for: channel).status == .ok)
    }
}

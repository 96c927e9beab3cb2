import NIOCore
import NIOEmbedded
import Testing

@testable import ChatServer

/// The places that requests of HTTP/2 take.
@Suite struct SharedRequestsTests {
    private let requests = SharedRequests(limit: 8, limitOfAddress: 2, limitOfLoopback: 8)

    private func request(from address: String) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: address, port: 1)).wait()
        return channel
    }

    // One address had all places of the server with two hundred connections.
    @Test(
        "One address has so many at a time, and of IPv6 one network has",
        arguments: [("192.0.2.1", "192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8::2", "::2")]
    )
    func ofAddress(one: String, same: String, other: String) throws {
        let first = try request(from: one)
        #expect(requests.begin(first))
        #expect(requests.begin(try request(from: same)))
        #expect(!requests.begin(try request(from: one)))
        #expect(requests.begin(try request(from: other)))
        try first.close().wait()
        first.embeddedEventLoop.run()
        #expect(requests.begin(try request(from: same)))
        #expect(!requests.begin(try request(from: one)))
    }

    @Test("All together have so many, this machine's too", arguments: ["127.0.0.1", "::1"])
    func all(address: String) throws {
        for _ in 0..<8 { #expect(requests.begin(try request(from: address))) }
        #expect(!requests.begin(try request(from: address)))
        #expect(!requests.begin(try request(from: "192.0.2.1")))
    }
}

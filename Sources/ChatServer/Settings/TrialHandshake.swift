import NIOCore
import NIOEmbedded
import NIOSSL

/// A handshake of TLS without a network: whether a client agrees with what a server shows.
enum TrialHandshake {
    /// How often either side speaks at the most; a handshake takes three times.
    private static let turns = 20
    /// Longer than either side waits for the other's farewell.
    private static let longWait = TimeAmount.minutes(10)

    /// Shakes hands as a client of TLS 1.3 does that trusts everybody.
    ///
    /// Another client may ask less of the key: one of OpenSSL takes one of RSA that is to encipher
    /// alone.
    ///
    /// Does not suspend, and reaches nothing outside.
    ///
    /// - Returns: whether what the client says then arrives.
    static func succeeds(with context: NIOSSLContext) -> Bool {
        let loop = EmbeddedEventLoop()
        // Whatever a server can sign with is some client's.
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.verifySignatureAlgorithms = [
            .ed25519, .ecdsaSecp256R1Sha256, .ecdsaSecp384R1Sha384, .ecdsaSecp521R1Sha512,
            .rsaPssRsaeSha256, .rsaPssRsaeSha384, .rsaPssRsaeSha512, .rsaPkcs1Sha256,
            .rsaPkcs1Sha384, .rsaPkcs1Sha512,
        ]
        do {
            let trusting = try NIOSSLContext(configuration: configuration)
            let handler = try NIOSSLClientHandler(context: trusting, serverHostname: nil)
            let client = EmbeddedChannel(handler: handler, loop: loop)
            let server = EmbeddedChannel(handler: NIOSSLServerHandler(context: context), loop: loop)
            defer {
                client.close(promise: nil)
                server.close(promise: nil)
                loop.advanceTime(by: longWait)
            }
            return try agree(client, server, loop)
        } catch {
            return false
        }
    }

    private static func agree(
        _ client: EmbeddedChannel,
        _ server: EmbeddedChannel,
        _ loop: EmbeddedEventLoop
    ) throws -> Bool {
        let nowhere = try SocketAddress(ipAddress: "127.0.0.1", port: 0)
        server.connect(to: nowhere, promise: nil)
        client.connect(to: nowhere, promise: nil)
        client.writeAndFlush(ByteBuffer(string: "x"), promise: nil)
        for _ in 0..<turns {
            loop.run()
            try move(from: client, to: server)
            try move(from: server, to: client)
            if try server.readInbound(as: ByteBuffer.self) != nil { return true }
        }
        return false
    }

    private static func move(from one: EmbeddedChannel, to other: EmbeddedChannel) throws {
        while let piece = try one.readOutbound(as: IOData.self) { try other.writeInbound(piece) }
    }
}

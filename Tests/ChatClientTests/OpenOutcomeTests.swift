import AsyncHTTPClient
import ChatProtocol
import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import ChatClient

/// Whether what was asked may have been done although no answer came.
@Suite(.timeLimit(.minutes(10)))
struct OpenOutcomeTests {
    // A message was told as not posted that was in the room.
    @Test("is open where the request may have been taken")
    func asked() {
        let errors: [any Error] = [
            HTTPClientError.readTimeout, HTTPClientError.deadlineExceeded,
            HTTPClientError.remoteConnectionClosed, HTTPParserError.invalidEOFState,
            ChannelError.eof, IOError(errnoCode: ECONNRESET, reason: "read"),
            IOError(errnoCode: ETIMEDOUT, reason: "read"), NIOTooManyBytesError(maxBytes: 1),
        ]
        for error in errors { #expect(Self.isOpen(after: error), "\(error)") }
    }

    @Test("is not where nothing was asked")
    func unasked() {
        let errors: [any Error] = [
            HTTPClientError.connectTimeout, HTTPClientError.getConnectionFromPoolTimeout,
            HTTPClientError.tlsHandshakeTimeout, HTTPClientError.emptyHost,
            IOError(errnoCode: ECONNREFUSED, reason: "connect"),
            IOError(errnoCode: EHOSTUNREACH, reason: "connect"),
            NIOSSLError.handshakeFailed(.sslError([.eofDuringHandshake])),
        ]
        for error in errors { #expect(!Self.isOpen(after: error), "\(error)") }
    }

    private static func isOpen(after error: any Error) -> Bool {
        CallFailure.unreachable(TransportFailure(error, server: .standard)).leavesOutcomeOpen
    }

    @Test(
        "is open by a proxy whose server does not answer, and no other refusal without words",
        arguments: [(502, true), (504, true), (429, false)]
    )
    func proxies(status: Int, isOpen: Bool) {
        let problem = Problem.unexplained(status: status, from: .standard)
        #expect(CallFailure.refused(problem).leavesOutcomeOpen == isOpen)
    }

    @Test(
        "is open where the answer to a post never comes, or breaks off",
        arguments: [false, true]
    )
    func cut(begins: Bool) async throws {
        let message = OutgoingMessage(
            key: "k",
            room: try RoomName("general"),
            text: "hi",
            at: Timestamp(milliseconds: 0),
            speaker: nil
        )
        let verdict = try await FakeServer.with(script: { _, reply in
            if begins {
                let type = ("Content-Type", "application/json")
                try await reply.head(201, [type, ("Content-Length", "100")])
                try await reply.write("{")
            }
            try await reply.cut()
        }) { _, transport in
            await Poster(over: transport).post(message)
        }
        guard case .later(let failure) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(failure.leavesOutcomeOpen, "\(failure)")
    }
}

import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import TestConnections
import Testing

@testable import StreamingHTTP

/// Answers to clients of HTTP/1.0, which know a body's end by the connection's alone.
@Suite(.timeLimit(.minutes(10)))
struct OldClientTests {
    private static let bodyBytes = 1024 * 1024

    /// The rest of an answer cannot be given.
    private struct Failed: Error {}

    // Seen behind a proxy of HTTP/1.0: an export that was cut off replaced a whole one.
    @Test("An answer that is cut off ends in an error")
    func cutOff() async throws {
        let heard = Signal()
        try await Self.asking(failing: heard) { client in
            #expect(try await client.head().status == 200)
            _ = try await client.read(through: "row")
            heard.fire()
            var end: (any Error)?
            do { _ = try await client.readToEnd() } catch { end = error }
            #expect(end is IOError)
        }
    }

    @Test("A whole answer arrives whole at a slow client, and ends well")
    func whole() async throws {
        try await Self.asking(failing: nil) { client in
            let (head, body) = (try await client.head(), try await client.readToEnd())
            #expect(head.status == 200 && body.count == Self.bodyBytes)
        }
    }

    /// Asks by HTTP/1.0 for an answer without a length, which fails once its beginning was heard.
    private static func asking(
        failing heard: Signal?,
        _ body: (RawConnection) async throws -> Void
    ) async throws {
        try await TestListener.run { channel in
            let decoder = ByteToMessageHandler(HTTPRequestDecoder())
            let task = channel.eventLoop.makePromise(of: ConnectionTask.self)
            task.futureResult.whenSuccess { task in
                Task { await answer(task, failing: heard) }
            }
            let handler = DirectHandler(
                session: TestSession(),
                decoder: decoder,
                shared: DirectLoop(eventLoop: channel.eventLoop, requestTime: .seconds(3600)),
                task: task,
                framework: FrameworkPipeline(isPlain: true)
            )
            try channel.pipeline.syncOperations.addHandlers([decoder, handler])
        } _: { port in
            try await RawConnection.open(port: port, pieceBytes: 16_384) { client in
                try await client.send("GET /rows HTTP/1.0\r\n\r\n")
                try await body(client)
            }
        }
    }

    /// Answers as the framework does, but for what stands in the way of the rest.
    private static func answer(_ task: ConnectionTask, failing heard: Signal?) async {
        guard case .conversation(let channel) = task else { return }
        // What is thrown has ended the connection, which is what the client hears of.
        try? await channel.executeThenClose { inbound, outbound in
            try await outbound.write(.head(HTTPResponse(status: .ok)))
            if let heard {
                try await outbound.write(.body(ByteBuffer(string: "row")))
                await heard.wait()
                throw Failed()
            }
            try await outbound.write(.body(ByteBuffer(repeating: 120, count: bodyBytes)))
            try await outbound.write(.end(nil))
            // Until the connection closes.
            for try await _ in inbound {}
        }
    }
}

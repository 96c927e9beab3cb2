import NIOCore
import NIOHTTP1
import TestConnections
import Testing

@testable import StreamingHTTP

/// The end of a connection on a real socket that takes less at a time than is to be said.
@Suite(.timeLimit(.minutes(10)))
struct LastAnswerTests {
    private static let bodyBytes = 1024 * 1024

    private final class LongAnswers: DirectSession {
        func way(of head: HTTPRequestHead) -> DirectWay {
            .answer { _, reply in
                reply.send {
                    DirectResponse(
                        status: "200 OK",
                        fields: [],
                        body: [UInt8](repeating: UInt8(ascii: "x"), count: bodyBytes)
                    )
                }
            }
        }
    }

    @Test("A connection closes after its last answer has left, and not before", arguments: [1, 3])
    func wholeAnswers(count: Int) async throws {
        try await TestListener.run { channel in
            let decoder = ByteToMessageHandler(HTTPRequestDecoder())
            let task = channel.eventLoop.makePromise(of: ConnectionTask.self)
            let handler = DirectHandler(
                session: LongAnswers(),
                decoder: decoder,
                shared: DirectLoop(eventLoop: channel.eventLoop, requestTime: .seconds(60)),
                task: task,
                framework: FrameworkPipeline(isPlain: true)
            )
            try channel.pipeline.syncOperations.addHandlers([decoder, handler])
        } _: { port in
            try await RawConnection.open(port: port, pieceBytes: 16_384) { client in
                for number in 1...count {
                    let close = number == count ? "Connection: close\r\n" : ""
                    try await client.send(RawConnection.post("/post", "x", fields: close))
                }
                // Nothing of a head has this letter.
                let letters = try await client.readToEnd().count { $0 == UInt8(ascii: "x") }
                #expect(letters == Self.bodyBytes * count)
            }
        }
    }
}

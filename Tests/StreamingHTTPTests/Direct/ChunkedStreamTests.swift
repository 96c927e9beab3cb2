import NIOCore
import NIOPosix
import Synchronization
import TestConnections
import Testing

@testable import StreamingHTTP

/// A stream straight on a real socket, in the hands of clients that read slowly or go.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ChunkedStreamTests {
    /// How a stream's bytes go to the socket, and when it is written to.
    struct Manner: Sendable, CustomStringConvertible {
        let isPlain: Bool
        let minds: Bool

        var description: String {
            (isPlain ? "past the queue" : "through the queue")
                + (minds ? ", while there is room" : ", whether there is room or not")
        }
    }

    @Test(
        "A reader that takes little gets everything, in order and to a proper end",
        arguments: [true, false].flatMap { isPlain in
            [true, false].map { Manner(isPlain: isPlain, minds: $0) }
        }
    )
    func slowReader(manner: Manner) async throws {
        let count = 1000
        try await TestListener.run { channel in
            let stream = ChunkedStream(isInputClosed: false, isPlain: manner.isPlain)
            let feeder = Feeder(stream, pieces: count, mindsRoom: manner.minds)
            try channel.pipeline.syncOperations.addHandlers([stream, feeder])
        } _: { port in
            let bytes = try await RawConnection.open(port: port, pieceBytes: 6000) {
                try await $0.readToEnd()
            }
            #expect(String(decoding: bytes.suffix(5), as: UTF8.self) == "0\r\n\r\n")
            let content = try Chunks.content(of: bytes)
            #expect(content == (0..<count).flatMap { Feeder.piece($0) })
        }
    }

    /// How a client goes.
    enum Leaving: CaseIterable {
        case closes, resets, halfCloses
    }

    @Test(
        "A client that goes is told of once, in whatever way it goes",
        arguments: Leaving.allCases
    )
    func gone(leaving: Leaving) async throws {
        let end = try await timesTold(pieces: 0) { client in
            _ = try await client.read(through: "3\r\nhi\n\r\n")
            switch leaving {
            case .closes: try await client.channel.close().get()
            case .resets: try await client.reset()
            case .halfCloses:
                client.halfClose()
                return try await client.readToEnd()
            }
            return []
        }
        #expect(end == (leaving == .halfCloses ? Array("0\r\n\r\n".utf8) : []))
    }

    @Test("A client that resets in the middle of what it is sent is told of once")
    func goneInTheMiddle() async throws {
        for _ in 0..<20 {
            try await timesTold(pieces: .max) { client in
                _ = try await client.read(through: "0:")
                try await client.reset()
                return []
            }
        }
    }

    /// Lets a client go, and expects that the stream's observer is told of it once.
    @discardableResult
    private func timesTold(
        pieces: Int,
        _ leave: (RawConnection) async throws -> [UInt8]
    ) async throws -> [UInt8] {
        let told = Mutex(0)
        let (streams, opened) = AsyncStream.makeStream(
            of: (any Channel).self,
            bufferingPolicy: .bufferingOldest(1)
        )
        let tell: @Sendable () -> Void = { told.withLock { $0 += 1 } }
        var end: [UInt8] = []
        try await TestListener.run { channel in
            let stream = ChunkedStream(isInputClosed: false, isPlain: true)
            let feeder = Feeder(stream, pieces: pieces, mindsRoom: false, whenClosed: tell)
            try channel.pipeline.syncOperations.addHandlers([stream, feeder])
            opened.yield(channel)
        } _: { port in
            end = try await RawConnection.open(port: port) { try await leave($0) }
            let server = try #require(await streams.first { _ in true })
            try await server.closeFuture.get()
        }
        let count = told.withLock { $0 }
        #expect(count == 1)
        return end
    }

    @Test("A stream to a client that has half-closed already does not begin")
    func goneBefore() async throws {
        try await TestListener.run { channel in
            let stream = ChunkedStream(isInputClosed: true, isPlain: true)
            let feeder = Feeder(stream, pieces: 1, mindsRoom: true)
            try channel.pipeline.syncOperations.addHandlers([stream, feeder])
        } _: { port in
            let bytes = try await RawConnection.open(port: port) { try await $0.readToEnd() }
            #expect(bytes == [])
        }
    }

    /// Writes numbered pieces to a stream, and then ends it; without pieces, says `hi` and waits.
    private final class Feeder: ChannelInboundHandler, StreamObserver {
        typealias InboundIn = ByteBuffer

        private static let mostWaiting = 1024 * 1024

        private let stream: ChunkedStream
        private let count: Int
        private let mindsRoom: Bool
        private let whenClosed: () -> Void
        private var next = 0
        private var isDone = false

        init(
            _ stream: ChunkedStream,
            pieces: Int,
            mindsRoom: Bool,
            whenClosed: @escaping () -> Void = {}
        ) {
            self.stream = stream
            count = pieces
            self.mindsRoom = mindsRoom
            self.whenClosed = whenClosed
        }

        /// A piece that says its number, of a length that changes from one to the next.
        static func piece(_ number: Int) -> [UInt8] {
            let mark = Array("\(number):".utf8)
            return mark
                + [UInt8](
                    repeating: UInt8(ascii: "a") + UInt8(number % 26),
                    count: number * 7919 % 9000
                )
        }

        func channelActive(context: ChannelHandlerContext) {
            guard stream.start(observer: self) else { return }
            if count == 0 {
                stream.write(ByteBuffer(string: "hi\n"))
                stream.flush()
            } else if mindsRoom {
                feedWhileThereIsRoom()
            } else {
                feed(in: context.eventLoop.assumeIsolated())
            }
        }

        func streamBecameWritable() {
            if mindsRoom { feedWhileThereIsRoom() }
        }

        func streamClosed() {
            isDone = true
            whenClosed()
        }

        private func feedWhileThereIsRoom() {
            while stream.isWritable, next < count { writeSome() }
            endIfDone()
        }

        /// A piece or a few at each iteration of the loop.
        private func feed(in loop: NIOIsolatedEventLoop) {
            if stream.waitingBytes < Self.mostWaiting { writeSome() }
            endIfDone()
            guard next < count, !isDone else { return }
            // Later, so that the loop looks at its sockets meanwhile.
            loop.scheduleTask(in: .microseconds(20)) { self.feed(in: loop) }
        }

        private func writeSome() {
            for _ in 0...(next % 3) where next < count {
                stream.write(ByteBuffer(bytes: Self.piece(next)))
                next += 1
            }
            stream.flush()
        }

        private func endIfDone() {
            guard count > 0, next == count, !isDone else { return }
            isDone = true
            stream.finish()
        }
    }
}

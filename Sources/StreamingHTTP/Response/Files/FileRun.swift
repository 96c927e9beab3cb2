import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOPosix
import NIOSSL

/// One file, or a part of one, while it is sent.
struct FileRun: Sendable {
    let file: OpenFile
    let range: Range<Int>
    let options: StreamOptions
    let connection: ResponseConnection?

    /// Sends the body.
    ///
    /// Suspends until it has been sent.
    ///
    /// - Throws: when the body is to be cut off: the client stalled or went, or the file shrank.
    func send(to writer: inout any ResponseBodyWriter) async throws {
        let stall = StallDetector()
        let outlet = try await outlet(for: writer)
        connection?.setUp(isFile: outlet != nil)
        let mark = options.bufferBytes / 2
        if let connection { connection.channel.eventLoop.execute { connection.setMark(mark) } }
        let carried = CarriedWriter(writer: writer)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await sendPieces(outlet, carried, stall)
                return true
            }
            group.addTask {
                try await watch(stall)
                return false
            }
            _ = try await group.next()
            group.cancelAll()
        }
        try await carried.writer.finish(nil)
    }

    /// Looks whether the reader still takes what is sent; throws when it does not.
    private func watch(_ stall: StallDetector) async throws {
        while true {
            try await Task.sleep(for: options.pause)
            let unsent = await connection?.unsentBytes() ?? 0
            guard !stall.isStalled(for: options.deadline, unsent: unsent) else {
                throw StreamCut.stalled
            }
        }
    }

    private func sendPieces(
        _ outlet: FileOutlet?,
        _ carried: CarriedWriter,
        _ stall: StallDetector
    ) async throws {
        if let outlet { return try await outlet.send(file, range, stall) }
        var writer = carried.writer
        var position = range.lowerBound
        while position < range.upperBound {
            let count = min(options.bufferBytes, range.upperBound - position)
            let bytes = try await read(count, at: position)
            stall.began()
            try await writer.write(bytes)
            try await connection?.settle()
            stall.ended()
            position += count
        }
    }

    private func read(_ count: Int, at position: Int) async throws -> ByteBuffer {
        let bytes = try await NonBlockingFileIO(threadPool: .singleton).read(
            fileHandle: file.handle,
            fromOffset: Int64(position),
            byteCount: count,
            allocator: ByteBufferAllocator()
        )
        guard bytes.readableBytes == count else { throw StreamCut.fileShrank }
        return bytes
    }

    /// The way past the codecs; `nil` where something stands there that must see the bytes.
    private func outlet(for writer: any ResponseBodyWriter) async throws -> FileOutlet? {
        // A middleware that changes bodies has put its own writer before the framework's.
        let kind = String(reflecting: type(of: writer))
        guard let connection, !connection.isMultiplexed,
            kind == "HummingbirdCore.RootResponseBodyWriter"
        else { return nil }
        let channel = connection.channel
        return try await channel.eventLoop.submit { FileOutlet(channel) }.get()
    }
}

/// The way of a file from the disk to a socket that the bytes reach as they are.
struct FileOutlet: Sendable {
    /// The most that the kernel is asked to send at once, so that a loop's other connections have
    /// their turns.
    private static let regionBytes = 2 * 1_024 * 1_024

    let channel: any Channel
    private let codec: NIOLoopBound<ChannelHandlerContext>

    /// Looks whether there is such a way; on the event loop.
    ///
    /// - Parameter channel: a connection's. `nil` with TLS, and where the codec of HTTP/1.1 is not
    ///   the framework's.
    init?(_ channel: any Channel) {
        let pipeline = channel.pipeline.syncOperations
        // The one error that both can give is that there is no such handler.
        let secure = try? pipeline.context(handlerType: NIOSSLServerHandler.self)
        guard secure == nil,
            let codec = try? pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self)
        else { return nil }
        self.channel = channel
        self.codec = NIOLoopBound(codec, eventLoop: channel.eventLoop)
    }

    /// Lets the kernel send a part of a file, one region after the other.
    ///
    /// Suspends until the kernel has taken all of it. No region waits for a thread: the event loop
    /// goes from one to the next by itself.
    ///
    /// - Parameter range: of its bytes.
    /// - Throws: when the client went, or the file has become shorter.
    func send(_ file: OpenFile, _ range: Range<Int>, _ stall: StallDetector) async throws {
        let sent = channel.eventLoop.makePromise(of: Void.self)
        channel.eventLoop.execute { sendRegion(of: file, range, stall, sent) }
        // The future knows nothing of tasks.
        try await withTaskCancellationHandler {
            try await sent.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func sendRegion(
        of file: OpenFile,
        _ range: Range<Int>,
        _ stall: StallDetector,
        _ sent: EventLoopPromise<Void>
    ) {
        guard !range.isEmpty else { return sent.succeed() }
        let end = min(range.lowerBound + Self.regionBytes, range.upperBound)
        guard file.reaches(end) else { return sent.fail(StreamCut.fileShrank) }
        stall.began()
        write(file, range.lowerBound..<end).whenComplete { result in
            if case .failure(let error) = result { return sent.fail(error) }
            stall.ended()
            // Behind what the loop's other connections have to do.
            channel.eventLoop.execute {
                sendRegion(of: file, end..<range.upperBound, stall, sent)
            }
        }
    }

    private func write(_ file: OpenFile, _ range: Range<Int>) -> EventLoopFuture<Void> {
        let region = FileRegion(
            fileHandle: file.handle,
            readerIndex: range.lowerBound,
            endIndex: range.upperBound
        )
        return codec.value.writeAndFlush(NIOAny(HTTPServerResponsePart.body(.fileRegion(region))))
    }
}

import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// One streaming response while it is sent.
///
/// The generator, the sender, the reader of the request's body and the watch are children of the
/// connection's task: none outlives the response, and each is cancelled when one ends it.
struct StreamRun: Sendable {
    let framing: StreamFraming
    let options: StreamOptions
    let connection: ResponseConnection?
    let logger: Logger
    let readsUpload: Bool
    let generate: @Sendable (StreamWriter, UploadedBody) async throws -> Void

    private enum Child { case generator, upload, sender, watch, shutdown }

    /// Sends the body.
    ///
    /// Suspends until it has been sent.
    ///
    /// - Parameters:
    ///   - request: the request's body, not yet read.
    ///   - writer: the framework's.
    /// - Throws: when the body is to be cut off.
    func send(_ request: RequestBody, to writer: inout any ResponseBodyWriter) async throws {
        connection?.setUp(options.bufferBytes)
        let out = StreamBuffer(limit: options.bufferBytes)
        let trailers = StreamTrailers()
        let stop = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let carried = CarriedWriter(writer: writer)
        try await withGracefulShutdownHandler {
            try await watched(request, out) { body in
                try await serve(body, StreamWriter(buffer: out, trailers: trailers), carried) {
                    for await _ in stop.stream { return true }
                    return false
                }
            }
        } onGracefulShutdown: {
            if let last = framing.shutdownRecord { out.end(.complete, last: last) }
            stop.continuation.yield()
        }
        try await carried.writer.finish(trailers.all)
    }

    /// Ends the buffer when the client goes while an operation is under way, which is given the
    /// request's body if the generator reads that.
    private func watched(
        _ request: RequestBody,
        _ out: StreamBuffer,
        _ operation: (RequestBody?) async throws -> Void
    ) async throws {
        let leave: @Sendable () -> Void = { out.end(.unwanted(StreamCut.clientGone)) }
        guard readsUpload else {
            // Nothing is read of the connection, so that it can go on to the next request.
            let stop = connection?.watch(leave)
            defer { stop?() }
            return try await operation(nil)
        }
        try await request.consumeWithInboundCloseHandler(operation, onInboundClosed: leave)
    }

    private func serve(
        _ body: RequestBody?,
        _ out: StreamWriter,
        _ writer: CarriedWriter,
        isStopping: @escaping @Sendable () async -> Bool
    ) async throws {
        let upload = StreamBuffer(limit: options.bufferBytes)
        let stall = StallDetector(connection: connection)
        try await withThrowingTaskGroup(of: Child.self) { group in
            group.addTask {
                await run(out, upload)
                return .generator
            }
            if let body {
                group.addTask {
                    await receive(body, into: upload)
                    return .upload
                }
            } else {
                upload.end(.complete)
            }
            group.addTask {
                try await take(from: out.buffer, writer, stall)
                return .sender
            }
            group.addTask {
                try await watch(out.buffer, stall)
                return .watch
            }
            group.addTask {
                guard await isStopping() else { return .shutdown }
                try await Task.sleep(for: options.shutdown)
                throw StreamCut.serverStopped
            }
            while let child = try await group.next(), child != .sender {}
            group.cancelAll()
        }
    }
}

// MARK: - The children

extension StreamRun {
    /// Runs the generator until it returns or nobody wants more of it.
    private func run(_ out: StreamWriter, _ upload: StreamBuffer) async {
        await withTaskGroup(of: Void.self) { race in
            race.addTask {
                do {
                    try await generate(out, UploadedBody(buffer: upload))
                    out.buffer.end(.complete)
                } catch {
                    fail(out.buffer, with: error)
                }
            }
            race.addTask { for await _ in out.buffer.ended {} }
            await race.next()
            race.cancelAll()
        }
        // What the client still uploads is dropped.
        upload.end(.unwanted(CancellationError()))
    }

    private func fail(_ out: StreamBuffer, with error: any Error) {
        guard !Task.isCancelled, !out.hasEnded else { return out.end(.unwanted(error)) }
        logger.warning("a stream's generator failed", metadata: ["error": "\(error)"])
        if let said = framing.failure?(StreamFailure(error)) {
            out.end(.complete, last: said)
        } else {
            out.end(.failed(error))
        }
    }

    /// Takes in the request's body, so that the generator can read it and the end of the
    /// connection is seen behind it.
    private func receive(_ body: RequestBody, into upload: StreamBuffer) async {
        do {
            for try await bytes in body {
                // Once the generator has ended the rest is dropped, but still read.
                try? await upload.write { $0.writeImmutableBuffer(bytes) }
            }
            upload.end(.complete)
        } catch {
            upload.end(.unwanted(error))
        }
    }

    private func take(
        from out: StreamBuffer,
        _ writer: CarriedWriter,
        _ stall: StallDetector
    ) async throws {
        var writer = writer.writer
        while let bytes = try await out.take() {
            let began = stall.began()
            try await writer.write(bytes)
            try await connection?.settle(out)
            stall.ended()
            out.sent(bytes.readableBytes, in: .now - began)
        }
    }

    private func watch(_ out: StreamBuffer, _ stall: StallDetector) async throws {
        var writes = out.writes
        var lastWrite = ContinuousClock.now
        while true {
            try await Task.sleep(for: options.pause)
            if await stall.isStalled(for: options.deadline) { throw StreamCut.stalled }
            let now = ContinuousClock.now
            if out.writes != writes {
                (writes, lastWrite) = (out.writes, now)
            } else if let beat = framing.heartbeat, let span = options.heartbeat,
                now - lastWrite >= span
            {
                out.writeIfIdle(beat)
                lastWrite = now
            }
        }
    }
}

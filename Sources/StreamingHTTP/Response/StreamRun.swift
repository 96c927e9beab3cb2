import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// One streaming response while it is sent.
///
/// The connection's own task sends. The generator and the reader of the request's body are its
/// children: none outlives the response, and each is cancelled when it ends. What is due now and
/// then is done by the connection's event loop (``ReaderWatch``), where the context keeps that, and
/// by a further child where it does not: each task takes some kilobytes of every stream.
struct StreamRun: Sendable {
    let framing: StreamFraming
    let options: StreamOptions
    let connection: ResponseConnection?
    let logger: Logger
    let readsUpload: Bool
    let generate: @Sendable (StreamWriter, UploadedBody) async throws -> Void

    private enum Child { case generator, upload, sender, watch }

    /// Sends the body.
    ///
    /// Suspends until it has been sent.
    ///
    /// - Parameter request: the request's body, not yet read.
    /// - Throws: when the body is to be cut off.
    func send(_ request: RequestBody, to writer: inout any ResponseBodyWriter) async throws {
        let out = StreamBuffer(limit: options.bufferBytes)
        let trailers = StreamTrailers()
        let pulse = StreamPulse(of: out, framing: framing, options: options)
        let endsWithInput = options.endsWithInput && !readsUpload
        let watch = connection?.watch(out, pulse, endsWithInput: endsWithInput)
        defer { watch?.end() }
        let carried = CarriedWriter(writer: writer)
        try await withGracefulShutdownHandler {
            try await reading(request, out) { body in
                let generated = StreamWriter(buffer: out, trailers: trailers)
                try await serve(body, generated, pulse, watch, carried)
            }
        } onGracefulShutdown: {
            if let last = framing.shutdownRecord { out.end(.complete, last: last) }
            pulse.stop()
            watch?.look(in: options.shutdown)
        }
        try await carried.writer.finish(trailers.all)
    }

    /// Gives an operation the request's body if the generator reads it, and ends the buffer when
    /// the client goes meanwhile.
    private func reading(
        _ request: RequestBody,
        _ out: StreamBuffer,
        _ operation: (RequestBody?) async throws -> Void
    ) async throws {
        // Else nothing is read of the connection, so that it can go on to the next request.
        guard readsUpload else { return try await operation(nil) }
        try await request.consumeWithInboundCloseHandler(operation) {
            out.end(.unwanted(StreamCut.clientGone))
        }
    }

    private func serve(
        _ body: RequestBody?,
        _ out: StreamWriter,
        _ pulse: StreamPulse,
        _ watch: ConnectionWatch?,
        _ writer: CarriedWriter
    ) async throws {
        let upload = StreamBuffer(limit: options.bufferBytes)
        try await withThrowingTaskGroup(of: Child.self) { group in
            defer { group.cancelAll() }
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
            if let watch { return try await take(from: out.buffer, writer, pulse, watch) }
            group.addTask {
                try await take(from: out.buffer, writer, pulse, nil)
                return .sender
            }
            group.addTask {
                try await look(at: pulse)
                return .watch
            }
            while let child = try await group.next(), child != .sender {}
        }
    }
}

// MARK: - The parts

extension StreamRun {
    /// Runs the generator until it returns.
    private func run(_ out: StreamWriter, _ upload: StreamBuffer) async {
        do {
            try await generate(out, UploadedBody(buffer: upload))
            out.buffer.end(.complete)
        } catch {
            fail(out.buffer, with: error)
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
        _ pulse: StreamPulse,
        _ watch: ConnectionWatch?
    ) async throws {
        while let count = try await takePiece(from: out, writer, pulse) {
            let began = pulse.stall.began()
            // The next piece is taken once there is room for it: until then it can still grow.
            try await watch?.settle(out)
            pulse.stall.ended()
            out.sent(count, in: .now - began)
            try Task.checkCancellation()
        }
    }

    /// Writes a piece, and keeps nothing of it; `nil` behind the last one.
    private func takePiece(
        from out: StreamBuffer,
        _ writer: CarriedWriter,
        _ pulse: StreamPulse
    ) async throws -> Int? {
        guard let bytes = try await out.take() else { return nil }
        let count = bytes.readableBytes
        pulse.stall.began()
        var writer = writer.writer
        try await writer.write(bytes)
        return count
    }

    /// Looks after the stream where no event loop does.
    private func look(at pulse: StreamPulse) async throws {
        while true {
            try await Task.sleep(for: min(options.pause, options.shutdown / 4))
            if let cut = pulse.look(unsent: 0) { throw cut }
        }
    }
}

import Serialization

/// What a generator writes server-sent events with.
public struct EventWriter: Sendable {
    /// Writes what no method here does.
    public let out: StreamWriter

    /// Makes a writer on a stream of events.
    ///
    /// - Parameter out: whose response has the framing.
    public init(out: StreamWriter) {
        self.out = out
    }

    /// Sends an event.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter event: any.
    /// - Throws: `CancellationError` when the stream has ended.
    public func send(_ event: ServerSentEvent) async throws {
        try await out.buffer.write { event.write(to: &$0) }
    }

    /// Sends an event of data alone.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter data: any number of lines.
    /// - Throws: `CancellationError` when the stream has ended.
    public func send(_ data: String) async throws {
        try await send(ServerSentEvent(data))
    }

    /// Sends an event whose data is a value as JSON.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter value: anything that encodes.
    /// - Throws: what its own code throws, with nothing sent; `CancellationError` when the stream
    ///   has ended.
    public func send(encoding value: some Encodable) async throws {
        try await send(ServerSentEvent(encoding: value))
    }

    /// Sends a comment, which readers drop.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter text: any number of lines.
    /// - Throws: `CancellationError` when the stream has ended.
    public func comment(_ text: String) async throws {
        try await out.buffer.write { buffer in
            buffer.writeRecords { sink in
                SSEText.append(comment: text, to: &sink)
                SSEText.end(&sink)
            }
        }
    }
}

public import NIOCore
import Serialization

/// One event of a stream of server-sent events.
///
/// No text can end its field: a line break in the data begins another line of data, as the reader
/// joins them again, and one in the name or the id becomes a space.
///
/// Source: WHATWG HTML, "Server-sent events", section 9.2.6.
public struct ServerSentEvent: Hashable, Sendable {
    /// What happened, any number of lines.
    public var data: String
    /// The event's name; `nil` for `message`.
    public var event: String?
    /// Where the reader is when it has this event: it comes back as `Last-Event-ID`.
    public var id: String?
    /// How long the reader is to wait before it connects again.
    public var retry: Duration?

    /// Makes an event.
    ///
    /// - Parameters:
    ///   - data: any number of lines; each of CR LF, LF and CR ends one.
    ///   - event: the name; `nil` for `message`.
    ///   - id: the reader's place after it; a NUL would make the reader ignore it, and is left out.
    ///   - retry: the wait before the next connection, sent in milliseconds; a century at most.
    public init(_ data: String, event: String? = nil, id: String? = nil, retry: Duration? = nil) {
        self.data = data
        self.event = event
        self.id = id
        self.retry = retry
    }

    /// Makes an event whose data is a value as JSON, on one line, as ``RowWriter`` writes it.
    ///
    /// - Parameters:
    ///   - value: anything that encodes.
    ///   - event: the name; `nil` for `message`.
    ///   - id: the reader's place after it; a NUL is left out.
    ///   - retry: the wait before the next connection, sent in milliseconds; a century at most.
    /// - Throws: what the value's own code throws.
    public init(
        encoding value: some Encodable,
        event: String? = nil,
        id: String? = nil,
        retry: Duration? = nil
    ) throws {
        let json = try RowEncoding.json(of: value)
        self.init(String(decoding: json, as: UTF8.self), event: event, id: id, retry: retry)
    }

    /// The event as it goes out.
    public var bytes: ByteBuffer {
        var bytes = ByteBuffer()
        write(to: &bytes)
        return bytes
    }

    /// Appends the event as it goes out.
    func write(to bytes: inout ByteBuffer) {
        bytes.writeRecords { write(to: &$0) }
    }

    private func write(to sink: inout some ByteSink) {
        if let event { SSEText.append(.event, event, to: &sink) }
        if let id { SSEText.append(.id, id, to: &sink) }
        if let retry {
            // A century at most: more would not fit, and no reader waits so long.
            let (seconds, attoseconds) = min(max(.zero, retry), .seconds(3_155_760_000)).components
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
            SSEText.append(retry: milliseconds, to: &sink)
        }
        SSEText.append(data: data, to: &sink)
        SSEText.end(&sink)
    }
}

public import NIOCore
import Serialization

/// What a format of streams has beside its records.
///
/// A format of your own is another value of this type.
public struct StreamFraming: Sendable {
    /// The media type of the body.
    public var contentType: String
    /// What keeps a silent stream alive; `nil` where the format has nothing that means nothing.
    public var heartbeat: ByteBuffer?
    /// What tells the reader that the server stops; `nil` where the format has no place for it.
    public var shutdownRecord: ByteBuffer?
    /// What tells the reader of an error in mid-stream; `nil` where the body is cut off instead.
    public var failure: (@Sendable (StreamFailure) -> ByteBuffer)?

    /// Makes a format.
    ///
    /// - Parameters:
    ///   - contentType: the media type.
    ///   - heartbeat: a record that means nothing, if there is such a record.
    ///   - shutdownRecord: the last record of a server that stops, if there is one.
    ///   - failure: the last record of a stream that failed, if there is one.
    public init(
        contentType: String,
        heartbeat: ByteBuffer? = nil,
        shutdownRecord: ByteBuffer? = nil,
        failure: (@Sendable (StreamFailure) -> ByteBuffer)? = nil
    ) {
        self.contentType = contentType
        self.heartbeat = heartbeat
        self.shutdownRecord = shutdownRecord
        self.failure = failure
    }

    /// Server-sent events: a comment, `event: bye` and `event: error`.
    public static let events = StreamFraming(
        contentType: "text/event-stream; charset=utf-8",
        heartbeat: ByteBuffer(string: ":\n\n"),
        shutdownRecord: ServerSentEvent(#"{"reason":"shutdown"}"#, event: "bye").bytes
    ) { failure in
        ServerSentEvent(#"{\#(failure.members)}"#, event: "error").bytes
    }

    /// Rows of JSON: an empty line, which readers of rows skip, and objects of type `bye` and
    /// `error`.
    public static let rows = StreamFraming(
        contentType: "application/x-ndjson; charset=utf-8",
        heartbeat: ByteBuffer(string: "\n"),
        shutdownRecord: ByteBuffer(string: #"{"type":"bye","reason":"shutdown"}"# + "\n")
    ) { failure in
        ByteBuffer(string: #"{"type":"error",\#(failure.members)}"# + "\n")
    }

    /// A table: every line of it is a row, so an error and a stop cut the body off.
    public static let csv = StreamFraming(contentType: "text/csv; charset=utf-8; header=present")

    /// Lines of text: every line means something, so an error and a stop cut the body off.
    public static let lines = StreamFraming(contentType: "text/plain; charset=utf-8")
}

extension StreamFailure {
    fileprivate var members: String {
        "\"code\":\(Self.quoted(code)),\"message\":\(Self.quoted(message))"
    }

    private static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(text, escaping: .required, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

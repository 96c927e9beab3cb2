public import NIOCore

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
    ///   - retry: the wait before the next connection, sent in milliseconds.
    public init(
        _ data: String,
        event: String? = nil,
        id: String? = nil,
        retry: Duration? = nil
    ) {
        self.data = data
        self.event = event
        self.id = id
        self.retry = retry
    }

    /// The event as it goes out.
    public var bytes: ByteBuffer {
        var bytes = ByteBuffer()
        write(to: &bytes)
        return bytes
    }

    /// Appends the event as it goes out.
    ///
    /// - Parameter bytes: of the stream.
    func write(to bytes: inout ByteBuffer) {
        if let event { bytes.writeString("event: \(OneLine.of(event))\n") }
        if let id { bytes.writeString("id: \(OneLine.of(id))\n") }
        if let retry {
            let (seconds, attoseconds) = retry.components
            let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
            bytes.writeString("retry: \(max(0, milliseconds))\n")
        }
        bytes.writeStaticString("data: ")
        writeLines(of: data, after: "data: ", to: &bytes)
        bytes.writeStaticString("\n\n")
    }
}

extension ServerSentEvent {
    /// Appends a comment, which readers drop.
    static func writeComment(_ text: String, to bytes: inout ByteBuffer) {
        bytes.writeStaticString(": ")
        writeLines(of: text, after: ": ", to: &bytes)
        bytes.writeStaticString("\n\n")
    }
}

/// Appends text, with a prefix behind each of its line breaks.
private func writeLines(of text: String, after prefix: String, to bytes: inout ByteBuffer) {
    guard text.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
        bytes.writeString(text)
        return
    }
    var isAfterReturn = false
    for byte in text.utf8 {
        if byte == 10 || byte == 13 {
            if !(byte == 10 && isAfterReturn) { bytes.writeString("\n" + prefix) }
        } else {
            bytes.writeInteger(byte)
        }
        isAfterReturn = byte == 13
    }
}

/// Text that has to stay in its line.
enum OneLine {
    /// Makes one line of a text.
    ///
    /// - Parameter text: any.
    /// - Returns: the text, each line break a space, without NUL.
    static func of(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else { return text }
        return String(
            decoding: text.utf8.compactMap { byte -> UInt8? in
                byte == 0 ? nil : byte == 10 || byte == 13 ? 32 : byte
            },
            as: UTF8.self
        )
    }
}

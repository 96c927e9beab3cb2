import HTTPTypes
import NIOCore

extension DirectResponse {
    /// The answer on the wire.
    ///
    /// Source: RFC 9112, section 4, and RFC 9110, section 6.6.1 (`Date`).
    ///
    /// - Parameters:
    ///   - further: fields that all answers have.
    ///   - isLast: whether the connection closes behind it.
    /// - Returns: head and body in one buffer.
    func encoded(
        date: String,
        further: [(name: String, value: String)],
        isLast: Bool
    ) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: 256 + body.count)
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeString(status)
        for field in fields { buffer.writeField(field.name, field.value) }
        for field in further { buffer.writeField(field.name, field.value) }
        buffer.writeField("Content-Length", String(body.count))
        if isLast { buffer.writeField("Connection", "close") }
        buffer.writeEndOfHead(date: date)
        if !omitsBody { buffer.writeBytes(body) }
        return buffer
    }

    /// The head of a stream.
    ///
    /// The fields are those of ``HTTPFields/stream(contentType:)``.
    ///
    /// - Parameter further: fields that all answers have.
    /// - Returns: the head, up to the first chunk. A stream's end is the connection's.
    static func streamHead(
        contentType: String,
        date: String,
        further: [(name: String, value: String)]
    ) -> ByteBuffer {
        // What the stream says first comes behind it.
        var buffer = ByteBufferAllocator().buffer(capacity: 768)
        buffer.writeStaticString("HTTP/1.1 200 OK\r\nContent-Type: ")
        buffer.writeString(contentType)
        buffer.writeString(streamFields)
        for field in further { buffer.writeField(field.name, field.value) }
        // Nothing is left that could read another request.
        buffer.writeStaticString("\r\nTransfer-Encoding: chunked\r\nConnection: close")
        buffer.writeEndOfHead(date: date)
        return buffer
    }

    /// The fields of each stream but the type, which would be put together for each.
    private static let streamFields = HTTPFields.stream(contentType: "")
        .filter { $0.name != .contentType }
        .map { "\r\n\($0.name.rawName): \($0.value)" }
        .joined()
}

extension ByteBuffer {
    /// Writes a field after the line before it.
    fileprivate mutating func writeField(_ name: String, _ value: String) {
        writeStaticString("\r\n")
        writeString(name)
        writeStaticString(": ")
        writeString(value)
    }

    fileprivate mutating func writeEndOfHead(date: String) {
        writeField("Date", date)
        writeStaticString("\r\n\r\n")
    }
}

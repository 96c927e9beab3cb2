public import NIOCore

/// How bytes become a part of a body on the wire.
public enum Framing: Hashable, Sendable {
    /// By the codec that stands further down: HTTP/2's, or HTTP/1.1's of the framework.
    case codec
    /// By a chunk's own lines, made here, so that one buffer serves any number of connections.
    case chunked

    /// Makes one part of the body of some pieces.
    ///
    /// - Parameter pieces: in order; together not empty, since an empty chunk would end the body.
    /// - Returns: the part; a single piece is not copied where nothing is put around it.
    public func frame(_ pieces: [ByteBuffer]) -> ByteBuffer {
        switch self {
        case .codec where pieces.count == 1: return pieces[0]
        case .codec: return joined(pieces, byteCount: pieces.byteCount)
        case .chunked: return chunk(pieces)
        }
    }

    private func joined(_ pieces: [ByteBuffer], byteCount: Int) -> ByteBuffer {
        var whole = ByteBufferAllocator().buffer(capacity: byteCount)
        for piece in pieces { whole.writeImmutableBuffer(piece) }
        return whole
    }

    /// Source: RFC 9112, section 7.1.
    private func chunk(_ pieces: [ByteBuffer]) -> ByteBuffer {
        let byteCount = pieces.byteCount
        guard byteCount > 0 else { return ByteBuffer() }
        let size = String(byteCount, radix: 16)
        var whole = ByteBufferAllocator().buffer(capacity: byteCount + size.utf8.count + 4)
        whole.writeString(size)
        whole.writeStaticString("\r\n")
        for piece in pieces { whole.writeImmutableBuffer(piece) }
        whole.writeStaticString("\r\n")
        return whole
    }
}

extension [ByteBuffer] {
    fileprivate var byteCount: Int { reduce(0) { $0 + $1.readableBytes } }
}

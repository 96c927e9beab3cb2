/// What the chunks of a request's body cost beside the bytes that they bring.
///
/// The decoder passes over the extensions of a chunk and the zeros before its size, however many
/// there are, so that a body of ten bytes could be read for as long as its client likes. A chunk
/// may be as short as a byte: each has a few bytes of its own, and twice as many as it brings.
///
/// Source: RFC 9112, section 7.1.1 ("a recipient ought to limit the total length of chunk
/// extensions received in a request").
struct ChunkOverhead {
    /// Twice the trailers that a head's bounds let through.
    private static let most = 32_768
    /// The sizes and the ends of lines around a chunk.
    private static let ofEach = 16
    /// Whether the present request has chunks.
    private(set) var isChunked = false
    private var excess = 0

    /// Begins anew, with a request.
    mutating func begin(isChunked: Bool) {
        self.isChunked = isChunked
        excess = 0
    }

    /// Notes bytes that go to the decoder.
    mutating func read(_ count: Int) {
        if isChunked { excess += count }
    }

    /// Notes a piece of a body that came out of it.
    mutating func came(_ count: Int) {
        excess = max(0, excess - 2 * count - Self.ofEach)
    }

    /// Whether the body cost more than it may.
    var isTooMuch: Bool { excess > Self.most }
}

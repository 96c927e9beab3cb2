/// Finds out whether a text is printable ASCII throughout, eight bytes at a time.
///
/// Most texts are, and need no look at their scalars: neither a terminal nor JSON minds them.
/// Source: Sean Eron Anderson, "Bit Twiddling Hacks", "Determine if a word has a byte less than n".
enum PrintableASCII {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Whether every byte is 0x20 to 0x7e.
    ///
    /// - Parameter utf8: any bytes.
    /// - Returns: true also for no bytes.
    static func makesUp(_ utf8: Span<UInt8>) -> Bool {
        isFree(utf8, of: { unprintable(in: $0) })
    }

    /// Whether every byte is 0x20 to 0x7e, and none a quote or a backslash.
    ///
    /// - Parameter utf8: any bytes.
    /// - Returns: true also for no bytes.
    static func makesUpUnescaped(_ utf8: Span<UInt8>) -> Bool {
        isFree(
            utf8,
            of: { unprintable(in: $0) | equal(to: 0x22, in: $0) | equal(to: 0x5c, in: $0) }
        )
    }

    /// Whether no word of the bytes has a mark; the last word may overlap the one before it.
    @inline(__always)
    private static func isFree(_ utf8: Span<UInt8>, of marks: (UInt64) -> UInt64) -> Bool {
        // A byte has no padding.
        let bytes = unsafe utf8.bytes
        guard bytes.byteCount >= 8 else {
            var found: UInt64 = 0
            for index in utf8.indices { found |= marks(UInt64(utf8[index]) &* ones) }
            return found & highBits == 0
        }
        var found: UInt64 = 0
        var index = 0
        while index < bytes.byteCount {
            let start = min(index, bytes.byteCount - 8)
            // Any eight bytes are an integer, and the load itself checks the bounds.
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
            found |= marks(word)
            index += 8
        }
        return found & highBits == 0
    }

    /// Marks in the high bits whether any byte is below 0x20, 0x7f, or above.
    @inline(__always)
    private static func unprintable(in word: UInt64) -> UInt64 {
        word | (word &- 0x20 &* ones) | equal(to: 0x7f, in: word)
    }

    /// Marks in the high bits whether any byte is this one, as long as none is above 0x7f.
    @inline(__always)
    private static func equal(to byte: UInt64, in word: UInt64) -> UInt64 {
        (word ^ byte &* ones) &- ones
    }
}

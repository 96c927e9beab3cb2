/// Eight bytes at once.
///
/// Each question is answered with marks: the high bit of a byte is set where the answer is yes. Of
/// several marks the lowest is right; one above it may be a carry from below.
/// Source: Sean Eron Anderson, "Bit Twiddling Hacks", "Determine if a word has a zero byte".
public struct ByteWord {
    /// Bytes of a word.
    @inlinable public static var size: Int { 8 }

    @usableFromInline static var ones: UInt64 { @inlinable get { 0x0101_0101_0101_0101 } }
    @usableFromInline static var highBits: UInt64 { @inlinable get { 0x8080_8080_8080_8080 } }

    /// The bytes, the first one lowest.
    public let bits: UInt64

    /// Reads a word.
    ///
    /// - Parameters:
    ///   - index: of its first byte; it traps unless ``size`` bytes follow.
    ///   - bytes: any bytes.
    @inlinable @inline(__always)
    public init(at index: Int, in bytes: Span<UInt8>) {
        // Bytes have no padding, any eight of them are an integer, and the load checks the bounds.
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        bits = UInt64(littleEndian: word)
    }

    /// Fills a word with one byte.
    ///
    /// - Parameter byte: any byte.
    @inlinable @inline(__always)
    public init(repeating byte: UInt8) {
        bits = UInt64(byte) &* Self.ones
    }

    /// Marks the bytes above 0x7f.
    @inlinable public var nonASCII: UInt64 { bits & Self.highBits }

    /// Marks the bytes below 0x20.
    @inlinable public var controls: UInt64 { (bits &- 0x20 &* Self.ones) & ~bits & Self.highBits }

    /// Marks the bytes that equal one.
    ///
    /// - Parameter byte: any byte.
    /// - Returns: the marks.
    @inlinable @inline(__always)
    public func marks(of byte: UInt8) -> UInt64 {
        let difference = bits ^ UInt64(byte) &* Self.ones
        return (difference &- Self.ones) & ~difference & Self.highBits
    }
}

extension Span<UInt8> {
    /// Looks for the first byte with a mark.
    ///
    /// - Parameters:
    ///   - start: where to begin.
    ///   - marks: the question.
    /// - Returns: the byte's index; the number of bytes when there is none.
    @inlinable @inline(__always)
    public func firstIndex(from start: Int = 0, marked marks: (ByteWord) -> UInt64) -> Int {
        var index = start
        while index + ByteWord.size <= count {
            let found = marks(ByteWord(at: index, in: self))
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += ByteWord.size
        }
        while index < count, marks(ByteWord(repeating: self[index])) == 0 { index += 1 }
        return index
    }

    /// Whether no byte has a mark; the last word may overlap the one before it.
    ///
    /// - Parameter marks: the question.
    /// - Returns: true also for no bytes.
    @inlinable @inline(__always)
    public func isFree(of marks: (ByteWord) -> UInt64) -> Bool {
        guard count >= ByteWord.size else { return firstIndex(marked: marks) == count }
        var found: UInt64 = 0
        var index = 0
        while index < count {
            found |= marks(ByteWord(at: Swift.min(index, count - ByteWord.size), in: self))
            index += ByteWord.size
        }
        return found == 0
    }

    /// Whether every byte is below 0x80.
    @inlinable public var isASCII: Bool { isFree { $0.nonASCII } }

    /// Whether the bytes are valid UTF-8.
    @inlinable public var isUTF8: Bool {
        if isASCII { return true }
        // The buffer is read inside the call.
        return unsafe withUnsafeBufferPointer { buffer in
            let text = unsafe String(validating: buffer, as: UTF8.self)
            return text != nil
        }
    }

    /// Whether every byte is 0x20 to 0x7e: neither a terminal nor a line minds such a text.
    @inlinable public var isPrintableASCII: Bool {
        isFree { $0.nonASCII | $0.controls | $0.marks(of: 0x7f) }
    }

    /// Whether every byte is 0x20 to 0x7e, and none a quote or a backslash.
    @inlinable public var isUnescapedASCII: Bool {
        isFree { word in
            word.nonASCII | word.controls | word.marks(of: 0x7f)
                | word.marks(of: UInt8(ascii: "\"")) | word.marks(of: UInt8(ascii: "\\"))
        }
    }
}

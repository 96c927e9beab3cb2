/// The pieces of a record's bytes, written into room that was reserved before.
///
/// One reservation for several pieces costs less than one for each.
extension OutputSpan<UInt8> {
    /// The most bytes of a whole number in decimal.
    @inlinable public static var decimalLimit: Int { 20 }

    /// Appends the UTF-8 of a text that stands in the code.
    ///
    /// - Parameter literal: no longer than the room left.
    @inlinable @inline(__always)
    public mutating func append(literal: StaticString) {
        // The span ends with the call; a literal's bytes are there for ever.
        literal.withUTF8Buffer { append(copyOf: unsafe Span(_unsafeElements: $0)) }
    }

    /// Appends a text's UTF-8.
    ///
    /// - Parameter text: no longer than the room left.
    @inlinable public mutating func append(text: String) {
        text.withBytes { append(copyOf: $0) }
    }

    /// Appends bytes that something else holds.
    ///
    /// - Parameter bytes: no more than the room left.
    @inlinable @inline(__always)
    public mutating func append(copyOf bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity)
        // The room behind `count` is this span's own, and the copy was seen to fit.
        unsafe withUnsafeMutableBufferPointer { room, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let from = source.baseAddress, let start = room.baseAddress else { return }
                unsafe (start + count).initialize(from: from, count: source.count)
                count += source.count
            }
        }
    }

    /// Appends a whole number in decimal.
    ///
    /// - Parameter number: any number; ``decimalLimit`` bytes of room are enough.
    @inlinable public mutating func append(decimal number: Int64) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(decimal: number.magnitude)
    }

    @inlinable mutating func append(decimal number: UInt64) {
        guard number >= 100_000_000 else { return append(digits: number, least: 1) }
        append(decimal: number / 100_000_000)
        append(digits: number % 100_000_000, least: 8)
    }

    /// Appends up to eight digits: they are collected in a word, the first one lowest.
    @inlinable mutating func append(digits number: UInt64, least: Int) {
        var rest = UInt32(truncatingIfNeeded: number)
        var word: UInt64 = 0
        var count = 0
        repeat {
            word = word << 8 | UInt64(UInt8(ascii: "0")) + UInt64(rest % 10)
            rest /= 10
            count += 1
        } while rest > 0 || count < least
        for _ in 0..<count {
            append(UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
    }
}

extension [UInt8] {
    /// Copies bytes in one go, where they stand in one piece.
    ///
    /// - Parameter bytes: any bytes.
    init(copyOf bytes: some Collection<UInt8>) {
        // The buffer is copied inside the call.
        let copy = bytes.withContiguousStorageIfAvailable { unsafe Self($0) }
        self = copy ?? Self(bytes)
    }

    /// Appends a text's UTF-8.
    ///
    /// - Parameter text: any text.
    mutating func append(text: String) {
        text.withBytes { append(copyOf: $0) }
    }

    /// Appends the UTF-8 of a text that stands in the code.
    ///
    /// - Parameter literal: any text.
    mutating func append(literal: StaticString) {
        append(addingCapacity: literal.utf8CodeUnitCount) { $0.append(literal: literal) }
    }

    /// Appends bytes that something else holds.
    ///
    /// - Parameter bytes: any bytes.
    mutating func append(copyOf bytes: Span<UInt8>) {
        append(addingCapacity: bytes.count) { $0.append(copyOf: bytes) }
    }

    /// Appends a whole number in decimal.
    ///
    /// - Parameter number: any number.
    mutating func append(decimal number: Int64) {
        append(addingCapacity: OutputSpan.decimalLimit) { $0.append(decimal: number) }
    }

    /// Appends a scalar in UTF-8.
    ///
    /// The standard library's `UTF8.encode` makes a buffer and a sequence of it each time, which
    /// costs ten times as much; every text of every event passes here.
    ///
    /// - Parameter scalar: any scalar.
    mutating func append(utf8 scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0..<0x80:
            append(UInt8(truncatingIfNeeded: value))
        case 0x80..<0x800:
            append(UInt8(truncatingIfNeeded: 0xc0 | value >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
        case 0x800..<0x10000:
            append(UInt8(truncatingIfNeeded: 0xe0 | value >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3f))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
        default:
            append(UInt8(truncatingIfNeeded: 0xf0 | value >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3f))
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3f))
            append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
        }
    }
}

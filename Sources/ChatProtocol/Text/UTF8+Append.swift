extension [UInt8] {
    /// Copies bytes in one go, where they stand in one piece.
    ///
    /// - Parameter bytes: any bytes.
    init(copyOf bytes: some Collection<UInt8>) {
        // The buffer is copied inside the call.
        let copy = bytes.withContiguousStorageIfAvailable { unsafe Self($0) }
        self = copy ?? Self(bytes)
    }

    /// Appends a scalar in UTF-8.
    ///
    /// The standard library's `UTF8.encode` makes a buffer and a sequence of it each time, which
    /// costs ten times as much; every text of every event passes here.
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

import Serialization

extension OutputSpan<UInt8> {
    /// Appends a room's or a member's name as it stands inside a JSON string.
    ///
    /// - Parameter name: a backslash is the only byte of it that JSON escapes, to two.
    mutating func append(name: String) {
        name.withBytes { utf8 in
            for index in utf8.indices {
                if utf8[index] == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
                append(utf8[index])
            }
        }
    }

    /// Appends two digits.
    ///
    /// - Parameter number: 0 to 99.
    mutating func append(twoDigits number: UInt32) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}

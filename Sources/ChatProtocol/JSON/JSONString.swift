/// A string as JSON writes it, inert on a terminal.
///
/// Escaped beyond what JSON demands: DEL, C1, the bidirectional controls, the line and paragraph
/// separators, U+FEFF, the interlinear annotations and the tag characters.
/// Source: RFC 8259, section 7.
enum JSONString {
    /// Appends a string in quotes.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - bytes: what it is appended to.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.allSatisfy(isPlain) {
            bytes.append(contentsOf: text.utf8)
        } else {
            bytes.reserveCapacity(bytes.count + text.utf8.count + 16)
            for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// False for a byte that is escaped, or that leads a scalar which may be.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x1f, 0x22, 0x5c, 0x7f: false
        // Leads of U+0080, U+061C, U+2000, U+F000 and U+E0000 and what stands near them.
        case 0xc2, 0xd8, 0xe2, 0xef, 0xf3: false
        default: true
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar.value {
        case 0x22, 0x5c: bytes += [0x5c, UInt8(truncatingIfNeeded: scalar.value)]
        case 0x0a: bytes += [0x5c, UInt8(ascii: "n")]
        case 0x0d: bytes += [0x5c, UInt8(ascii: "r")]
        case 0x09: bytes += [0x5c, UInt8(ascii: "t")]
        case 0x20...0x7e: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        case _ where isActive(scalar.value):
            for unit in UTF16.encode(scalar) ?? .init() { appendEscape(unit, to: &bytes) }
        default: bytes.append(utf8: scalar)
        }
    }

    /// True for what a terminal would obey, reorder by, or not show.
    private static func isActive(_ value: UInt32) -> Bool {
        switch value {
        case 0x00...0x1f, 0x7f...0x9f, 0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069,
            0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f:
            true
        default: false
        }
    }

    private static func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes += [0x5c, UInt8(ascii: "u")]
        for shift in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> UInt16(shift)) & 0xf
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}

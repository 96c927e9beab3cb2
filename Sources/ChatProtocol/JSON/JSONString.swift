/// A string as JSON writes it, inert on a terminal.
///
/// Escaped beyond what JSON demands: DEL, C1, the bidirectional controls, the line and paragraph
/// separators, U+FEFF, the interlinear annotations and the tag characters.
/// Source: RFC 8259, section 7.
enum JSONString {
    /// Appends a string in quotes.
    ///
    /// - Parameters:
    ///   - utf8: the bytes of a `String`.
    ///   - bytes: what it is appended to.
    static func append(_ utf8: Span<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(utf8, to: &bytes)
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

    /// Appends what needs no escape in runs, and the rest scalar by scalar.
    private static func appendEscaped(_ utf8: Span<UInt8>, to bytes: inout [UInt8]) {
        var run = 0
        var index = 0
        while index < utf8.count {
            guard !isPlain(utf8[index]) else {
                index += 1
                continue
            }
            let (scalar, length) = UTF8Scalar.at(index, in: utf8)
            if isPlain(scalar) {
                index += length
                continue
            }
            bytes.append(copyOf: utf8.extracting(run..<index))
            append(escaped: scalar, to: &bytes)
            index += length
            run = index
        }
        bytes.append(copyOf: utf8.extracting(run..<index))
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\"" && scalar != "\\" && !isActive(scalar.value)
    }

    private static func append(escaped scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar.value {
        case 0x22: bytes.append(literal: #"\""#)
        case 0x5c: bytes.append(literal: #"\\"#)
        case 0x0a: bytes.append(literal: #"\n"#)
        case 0x0d: bytes.append(literal: #"\r"#)
        case 0x09: bytes.append(literal: #"\t"#)
        default: for unit in UTF16.encode(scalar) ?? .init() { appendEscape(unit, to: &bytes) }
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
        bytes.append(literal: #"\u"#)
        for shift in stride(from: UInt16(12), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: unit >> shift) & 0xf
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}

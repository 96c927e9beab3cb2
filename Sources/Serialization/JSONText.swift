/// Strings as JSON writes them.
///
/// Source: RFC 8259, section 7.
@usableFromInline
package enum JSONText {
    /// Which characters of a string are escaped.
    @usableFromInline
    package enum Escaping: Sendable {
        /// Those that JSON demands: controls, the quote and the backslash.
        case required
        /// Also what a terminal would obey, reorder by, or not show: DEL, C1, the bidirectional
        /// controls, the line and paragraph separators, U+FEFF, the interlinear annotations and the
        /// tag characters.
        case terminalSafe
    }

    /// Appends a string in quotes; nothing in it ends the string or the line.
    @inlinable
    package static func append(_ text: String, escaping: Escaping, to sink: inout some ByteSink) {
        text.withBytes { utf8 in
            guard utf8.isUnescapedASCII else {
                sink.append(quote)
                appendEscaped(utf8, escaping, to: &sink)
                return sink.append(quote)
            }
            sink.append(atMost: utf8.count + 2) { room in
                room.append(quote)
                room.append(copyOf: utf8)
                room.append(quote)
            }
        }
    }

    @usableFromInline static var quote: UInt8 { @inlinable get { UInt8(ascii: "\"") } }

    /// Appends what needs no escape in runs, and the rest scalar by scalar.
    @inlinable
    static func appendEscaped(
        _ utf8: Span<UInt8>,
        _ escaping: Escaping,
        to sink: inout some ByteSink
    ) {
        var run = 0
        var index = 0
        while index < utf8.count {
            guard mayNeedEscape(utf8[index], escaping) else {
                index += 1
                continue
            }
            let (scalar, length) = UTF8Scalar.at(index, in: utf8)
            if needsEscape(scalar, escaping) {
                sink.append(copyOf: utf8.extracting(run..<index))
                append(escaped: scalar, to: &sink)
                run = index + length
            }
            index += length
        }
        sink.append(copyOf: utf8.extracting(run..<index))
    }

    /// True for a byte that is escaped, or that leads a scalar which may be.
    @inlinable
    static func mayNeedEscape(_ byte: UInt8, _ escaping: Escaping) -> Bool {
        switch byte {
        case 0x00...0x1f, 0x22, 0x5c: true
        // DEL, and the leads of U+0080, U+061C, U+2000, U+F000 and U+E0000 and what is near them.
        case 0x7f, 0xc2, 0xd8, 0xe2, 0xef, 0xf3: escaping == .terminalSafe
        default: false
        }
    }

    @inlinable
    static func needsEscape(_ scalar: Unicode.Scalar, _ escaping: Escaping) -> Bool {
        switch scalar.value {
        case 0x00...0x1f, 0x22, 0x5c: true
        default: escaping == .terminalSafe && isActive(scalar.value)
        }
    }

    /// True for what a terminal would obey, reorder by, or not show.
    @inlinable
    static func isActive(_ value: UInt32) -> Bool {
        switch value {
        case 0x00...0x1f, 0x7f...0x9f, 0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069,
            0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f:
            true
        default: false
        }
    }

    @inlinable
    static func append(escaped scalar: Unicode.Scalar, to sink: inout some ByteSink) {
        switch scalar.value {
        case 0x22: sink.append(literal: #"\""#)
        case 0x5c: sink.append(literal: #"\\"#)
        case 0x0a: sink.append(literal: #"\n"#)
        case 0x0d: sink.append(literal: #"\r"#)
        case 0x09: sink.append(literal: #"\t"#)
        default: for unit in UTF16.encode(scalar) ?? .init() { append(unit: unit, to: &sink) }
        }
    }

    @inlinable
    static func append(unit: UInt16, to sink: inout some ByteSink) {
        sink.append(literal: #"\u"#)
        for shift in stride(from: UInt16(12), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: unit >> shift) & 0xf
            sink.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}

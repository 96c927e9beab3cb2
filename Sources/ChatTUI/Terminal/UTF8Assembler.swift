/// Puts UTF-8 together byte by byte.
///
/// Source: the Unicode Standard, section 3.9, table 3-7 (well-formed byte sequences).
struct UTF8Assembler: Sendable {
    private var bytes: [UInt8] = []

    /// What a byte led to.
    enum Outcome: Hashable {
        case incomplete
        case scalar(Unicode.Scalar)
        /// What came before was no text; the byte itself, if it may begin something, comes back.
        case invalid(rest: UInt8?)
    }

    /// Whether no sequence is begun.
    var isEmpty: Bool { bytes.isEmpty }

    /// Takes a byte.
    mutating func take(_ byte: UInt8) -> Outcome {
        if bytes.isEmpty, byte < 0x80 { return .scalar(Unicode.Scalar(byte)) }
        if bytes.isEmpty {
            guard (0xc2...0xf4).contains(byte) else { return .invalid(rest: nil) }
            bytes = [byte]
            return .incomplete
        }
        guard allows(byte) else {
            bytes = []
            return .invalid(rest: byte)
        }
        bytes.append(byte)
        guard bytes.count == expected else { return .incomplete }
        defer { bytes = [] }
        guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else {
            return .invalid(rest: nil)
        }
        return .scalar(scalar)
    }

    /// Gives up what was begun.
    mutating func end() -> Bool {
        defer { bytes = [] }
        return !bytes.isEmpty
    }

    private var expected: Int { bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4 }

    /// Whether a byte may follow; the second byte of some sequences has narrower bounds.
    private func allows(_ byte: UInt8) -> Bool {
        guard bytes.count == 1 else { return (0x80...0xbf).contains(byte) }
        return switch bytes[0] {
        case 0xe0: (0xa0...0xbf).contains(byte)
        case 0xed: (0x80...0x9f).contains(byte)
        case 0xf0: (0x90...0xbf).contains(byte)
        case 0xf4: (0x80...0x8f).contains(byte)
        default: (0x80...0xbf).contains(byte)
        }
    }
}

/// Takes the chunked framing off one stream's bytes, and refuses what is not framed well.
///
/// Stricter than the standard, which allows extensions and leading zeros that no target here sends.
/// Source: RFC 9112, section 7.1.
struct ChunkedParser {
    private enum State {
        case size(digits: Int)
        case sizeEnd
        case data
        case dataReturn
        case dataEnd
    }

    /// More digits than this name no chunk that a chat sends.
    private static let digitsAtMost = 8

    private var state = State.size(digits: 0)
    private var rest = 0

    /// Moves the chunks' data together, over the framing.
    ///
    /// - Parameters:
    ///   - bytes: what was received; the data is moved to its beginning.
    ///   - count: how many bytes were received.
    /// - Returns: how many bytes of data there are; nothing when the framing is broken. The last
    ///   chunk counts as broken too, since no stream here ends by itself.
    @unsafe
    mutating func unwrap(_ bytes: UnsafeMutableRawPointer, count: Int) -> Int? {
        var from = 0
        var to = 0
        while from < count {
            if case .data = state {
                let part = min(rest, count - from)
                unsafe (bytes + to).copyMemory(from: bytes + from, byteCount: part)
                from += part
                to += part
                rest -= part
                if rest == 0 { state = .dataReturn }
            } else {
                let byte = unsafe bytes.load(fromByteOffset: from, as: UInt8.self)
                guard takeFraming(byte) else { return nil }
                from += 1
            }
        }
        return to
    }

    private mutating func takeFraming(_ byte: UInt8) -> Bool {
        switch (state, byte) {
        case (.size(1...), 0x0D):
            state = .sizeEnd
            return rest > 0
        case (.size(let digits), _):
            guard let digit = Self.value(of: byte), digits < Self.digitsAtMost else {
                return false
            }
            rest = rest * 16 + digit
            state = .size(digits: digits + 1)
        case (.sizeEnd, 0x0A): state = .data
        case (.dataReturn, 0x0D): state = .dataEnd
        case (.dataEnd, 0x0A): state = .size(digits: 0)
        default: return false
        }
        return true
    }

    private static func value(of byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x61...0x66: Int(byte) - 0x61 + 10
        case 0x41...0x46: Int(byte) - 0x41 + 10
        default: nil
        }
    }
}

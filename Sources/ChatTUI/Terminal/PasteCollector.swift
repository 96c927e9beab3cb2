/// Gathers the bytes of a bracketed paste up to its closing sequence.
struct PasteCollector: Sendable {
    private static let ending = Array("\u{1b}[201~".utf8)

    private var bytes: [UInt8] = []
    /// How many bytes of ``ending`` the last bytes are.
    private var matched = 0

    /// Takes a byte.
    ///
    /// - Parameter byte: any.
    /// - Returns: the paste when this byte ended it.
    mutating func take(_ byte: UInt8) -> String? {
        // ESC is only at the ending's start, so a mismatch can only begin a match with ESC itself.
        if byte == Self.ending[matched] {
            matched += 1
        } else {
            if matched > 0 { keep(Self.ending.prefix(matched)) }
            matched = byte == Self.ending[0] ? 1 : 0
            if matched == 0, bytes.count < KeyParser.pasteByteLimit { bytes.append(byte) }
        }
        return matched == Self.ending.count ? end() : nil
    }

    /// Ends the paste where it is.
    ///
    /// - Returns: what came; bytes that are no UTF-8 are replaced.
    mutating func end() -> String {
        defer { self = PasteCollector() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func keep(_ more: ArraySlice<UInt8>) {
        bytes.append(contentsOf: more.prefix(KeyParser.pasteByteLimit - bytes.count))
    }
}

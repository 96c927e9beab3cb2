/// Gathers the bytes of a bracketed paste up to its closing sequence.
struct PasteCollector: Sendable {
    static let beginning = Array("\u{1b}[200~".utf8)
    static let ending = Array("\u{1b}[201~".utf8)

    /// Bytes that are kept; the rest of a longer paste is dropped.
    static let byteLimit = 256 * 1024

    private var bytes: [UInt8] = []
    /// How many bytes of ``ending`` the last bytes are.
    private var matched = 0

    /// Takes a byte.
    ///
    /// - Returns: whether this byte ended it.
    mutating func take(_ byte: UInt8) -> Bool {
        // ESC is only at the ending's start, so a mismatch can only begin a match with ESC itself.
        if byte == Self.ending[matched] {
            matched += 1
        } else {
            if matched > 0 { add(Self.ending.prefix(matched)) }
            matched = byte == Self.ending[0] ? 1 : 0
            if matched == 0, bytes.count < Self.byteLimit { bytes.append(byte) }
        }
        guard matched == Self.ending.count else { return false }
        matched = 0
        return true
    }

    /// Adds what came behind an end that was none.
    ///
    /// - Parameter more: without the end itself.
    mutating func add(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more.prefix(Self.byteLimit - min(bytes.count, Self.byteLimit)))
    }

    /// Ends the paste where it is.
    ///
    /// - Returns: what came; bytes that are no UTF-8 are replaced.
    mutating func end() -> String {
        defer { self = PasteCollector() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

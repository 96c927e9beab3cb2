/// A text that gives whoever has it a right.
///
/// It is shown once; the server keeps its digest alone.
package struct Secret: Concealed, Sendable {
    /// The secret itself, for whom it is made; fit for a URL and a field of HTTP.
    package let text: String

    /// Draws a secret from the system's random numbers.
    package init(_ kind: SecretKind) {
        var generator = SystemRandomNumberGenerator()
        let alphabet = kind.alphabet
        let drawn = (0..<kind.drawnCount).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &generator)]
        }
        self.init(kind: kind, drawn: drawn)
    }

    /// Reads a secret that somebody gave; nil if it cannot be one of that kind.
    ///
    /// - Parameters:
    ///   - text: from anyone. An invite may be typed in any case, with hyphens and spaces anywhere,
    ///     and with I, L, O and U for the digits and the letter that look like them.
    package init?(_ kind: SecretKind, reading text: String) {
        guard text.utf8.count <= Self.byteLimit else { return nil }
        let given = kind == .invite ? text.utf8.compactMap(Self.typed) : Array(text.utf8)
        let prefix = Array(kind.prefix.utf8)
        guard given.starts(with: prefix) else { return nil }
        let drawn = given.dropFirst(prefix.count)
        guard drawn.count == kind.drawnCount, drawn.allSatisfy(kind.alphabet.contains) else {
            return nil
        }
        self.init(kind: kind, drawn: Array(drawn))
    }

    private init(kind: SecretKind, drawn: [UInt8]) {
        let groups =
            kind == .invite
            ? stride(from: 0, to: drawn.count, by: 4).map { drawn[$0..<min($0 + 4, drawn.count)] }
            : [drawn[...]]
        text =
            kind.prefix + groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    /// What the server keeps of it.
    package var digest: SecretDigest { SecretDigest(of: text) }

    /// The most bytes that are looked at.
    private static let byteLimit = 128

    /// The character of an invite that somebody means, or nil for what only divides it.
    private static func typed(_ byte: UInt8) -> UInt8? {
        switch byte & 0xDF {
        case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        case UInt8(ascii: "U"): UInt8(ascii: "V")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte & 0xDF
        default: byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") ? nil : byte
        }
    }
}

/// The name of one log: a few lower case letters and digits, drawn when the log is made.
package struct LogName: Hashable, Sendable, CustomStringConvertible {
    /// The most characters of a name.
    package static let lengthLimit = 16
    /// The characters of a drawn name: 32 that cannot be taken for each other.
    private static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")

    package let description: String

    /// Parses a name; `nil` unless it has 1 to ``lengthLimit`` lower case letters and digits.
    ///
    /// - Parameter text: any text from anyone.
    package init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= Self.lengthLimit,
            bytes.allSatisfy({ $0.isASCIIDigit || ($0.isASCIILetter && $0 == $0.lowercasedASCII) })
        else { return nil }
        description = String(text)
    }

    /// Draws a name of six characters, one of a thousand million.
    ///
    /// - Parameter generator: the source of randomness.
    package init(drawnFrom generator: inout some RandomNumberGenerator) {
        let drawn = (0..<6).map { _ in
            Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
        }
        description = String(drawn)
    }
}

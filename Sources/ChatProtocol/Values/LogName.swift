import Serialization

/// The name of one log: a few lower case letters and digits, drawn when the log is made.
package struct LogName: Hashable, Sendable, CustomStringConvertible {
    /// The most characters of a name.
    package static let lengthLimit = 16
    /// The characters of a drawn name: 32 that cannot be taken for each other.
    private static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")

    private static let allowed = ASCIISet("abcdefghijklmnopqrstuvwxyz0123456789")

    package let description: String

    /// Parses a name; `nil` unless it has 1 to ``lengthLimit`` lower case letters and digits.
    package init?(_ text: some StringProtocol) {
        guard let name = String(text).withBytes({ LogName(utf8: $0) }) else { return nil }
        self = name
    }

    /// Parses a name.
    ///
    /// - Parameter utf8: any bytes; `nil` unless they have the form of a name.
    init?(utf8: Span<UInt8>) {
        guard !utf8.isEmpty, utf8.count <= Self.lengthLimit else { return nil }
        for index in utf8.indices where !Self.allowed.contains(utf8[index]) { return nil }
        description = String(utf8: utf8)
    }

    /// Draws a name of six characters, one of a thousand million.
    package init(drawnFrom generator: inout some RandomNumberGenerator) {
        let drawn = (0..<6).map { _ in
            Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)]
        }
        description = String(drawn)
    }

    /// Draws a name at random.
    package static func drawn() -> LogName {
        var generator = SystemRandomNumberGenerator()
        return LogName(drawnFrom: &generator)
    }
}

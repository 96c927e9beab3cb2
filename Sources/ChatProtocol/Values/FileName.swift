/// The name that a member gives a file: shown to people and offered to who downloads it, never a
/// path.
package struct FileName: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of UTF-8, as the usual file systems have it.
    package static let byteLimit = 255

    package let description: String

    /// Checks a name.
    ///
    /// - Parameter text: any text from anyone, percent-decoded once.
    /// - Throws: what is wrong with it: it is empty, too long or of dots alone, or has a separator
    ///   of any system, a control, a line break, a scalar that reorders or hides text, or white
    ///   space at an end.
    package init(_ text: some StringProtocol) throws(NameError) {
        let text = String(text)
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.byteLimit else {
            throw .tooLong(count: text.utf8.count, limit: Self.byteLimit)
        }
        let scalars = text.unicodeScalars
        if let bad = scalars.first(where: Self.isRefused) { throw .badCharacter(bad) }
        guard !scalars.allSatisfy({ $0 == "." }) else { throw .badCharacter(".") }
        for end in [scalars.first, scalars.last].compactMap({ $0 })
        where end.properties.isWhitespace { throw .badCharacter(end) }
        guard VisibleText.isIn(text) else { throw .badCharacter(scalars.first ?? "\u{FFFD}") }
        let safe = SafeText(text).description.unicodeScalars
        guard scalars.elementsEqual(safe) else {
            throw .badCharacter(zip(scalars, safe).first { $0 != $1 }?.0 ?? "\u{FFFD}")
        }
        description = text
    }

    /// What follows the last dot, in lower case; empty where there is no dot, or it comes first.
    package var ending: String {
        guard let dot = description.lastIndex(of: "."), dot > description.startIndex else {
            return ""
        }
        return description[description.index(after: dot)...].lowercased()
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || scalar == "/"
            || scalar == "\\" || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}

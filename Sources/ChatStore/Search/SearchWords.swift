/// The words of a search, as the index asks for them.
///
/// A word is found without regard to case and accents; the last one is found by its beginning too;
/// words in double quotes are found side by side. Nothing in it is a command: whatever a person
/// wrote is a word, or no part of one.
package struct SearchWords: Sendable, Hashable {
    /// The most words and quotations; each costs a walk through the index.
    package static let limit = 32

    /// In the language of FTS5: strings between quotes. Source:
    /// https://www.sqlite.org/fts5.html#full_text_query_syntax
    let expression: String

    /// Reads a search.
    ///
    /// - Parameter text: any text from anyone; `nil` when nothing in it is a word, or when it has
    ///   more words than ``limit``.
    package init?(_ text: String) {
        let parts = Self.parts(of: text)
        guard (1...Self.limit).contains(parts.count) else { return nil }
        expression = parts.enumerated().map { index, part in
            let isBeginning = index == parts.count - 1 && !part.isQuoted
            return "\"\(part.words)\"" + (isBeginning ? " *" : "")
        }.joined(separator: " ")
    }

    private struct Part {
        var words: String
        var isQuoted: Bool
    }

    private static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        // Every second piece stands between quotes; one that is not closed ends with the text.
        for (index, piece) in split(text.unicodeScalars, at: { $0 == "\"" }).enumerated() {
            let isQuoted = index % 2 == 1
            let words = isQuoted ? [piece] : split(piece.unicodeScalars) { isSpace($0) }
            parts += words.filter { holdsWord($0) }
                .map { Part(words: spaced($0), isQuoted: isQuoted) }
        }
        return parts
    }

    private static func split(
        _ scalars: String.UnicodeScalarView,
        at isBreak: (Unicode.Scalar) -> Bool
    ) -> [String] {
        scalars.split(omittingEmptySubsequences: false, whereSeparator: isBreak).map(String.init)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.value < 0x20
    }

    /// Whether the index would see a word in a text: a search for none of it would find nothing.
    private static func holdsWord(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
                .otherLetter, .decimalNumber, .letterNumber, .otherNumber, .otherSymbol:
                true
            default: false
            }
        }
    }

    /// A text as it is put into the index: where a script writes no spaces between its words, and
    /// around emoji, each character stands alone.
    ///
    /// So a word of any length is found inside of a sentence, as characters side by side.
    ///
    /// - Parameter text: any text from anyone.
    /// - Returns: the same for the same text, always: what is taken out of the index must be what
    ///   was put in.
    static func spaced(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0xe0 }) else { return text }
        var spaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if standsAlone(scalar.value) {
                spaced.append(contentsOf: [" ", scalar, " "])
            } else {
                spaced.append(scalar)
            }
        }
        return String(spaced)
    }

    /// Han, kana, Hangul, Thai, Lao, Burmese, Khmer, symbols, emoji.
    ///
    /// Source: Unicode's Blocks.txt.
    private static func standsAlone(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff, 0x2600...0x27bf,
            0x2e80...0x2fdf, 0x3005...0x3007, 0x3040...0x30ff, 0x3100...0x312f,
            0x31a0...0x31bf, 0x31f0...0x31ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
            0xac00...0xd7a3, 0xf900...0xfaff, 0xff66...0xff9f, 0x1f000...0x1faff,
            0x20000...0x3ffff:
            true
        default: false
        }
    }
}

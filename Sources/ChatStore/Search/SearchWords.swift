/// The words of a search, as the index asks for them.
///
/// A word is found without regard to case and accents; the last one is found by its beginning too;
/// words in double quotes are found side by side. Nothing in it is a command: whatever a person
/// wrote is a word, or no part of one.
package struct SearchWords: Sendable, Hashable {
    /// The most words and quotations, each counted once; each costs a walk through the index.
    package static let limit = 32
    /// The most words of all quotations, and characters of scripts without spaces, together: those
    /// that stand side by side are compared place by place.
    package static let tokenLimit = 64

    private let parts: [Part]

    /// In the language of FTS5: strings between quotes. Source:
    /// https://www.sqlite.org/fts5.html#full_text_query_syntax
    var expression: String { joined { $0 } }

    /// Words of all quotations, and characters, together: each costs a look-up.
    var tokens: Int { parts.reduce(0) { $0 + $1.tokens } }

    /// Why a text is no search.
    package enum Fault: Error, Hashable, Sendable {
        /// Nothing in it is a word.
        case noWord
        /// It has more words and quotations than ``limit``: as many as this.
        case tooManyWords(Int)
        /// It has more words and characters than ``tokenLimit``: as many as this.
        case tooManyTokens(Int)
    }

    /// Reads a search.
    ///
    /// - Throws: which bound it does not keep.
    package init(_ text: String) throws(Fault) {
        let parts = Self.parts(of: text)
        guard !parts.isEmpty else { throw .noWord }
        guard parts.count <= Self.limit else { throw .tooManyWords(parts.count) }
        self.parts = parts
        let tokens = tokens
        guard tokens <= Self.tokenLimit else { throw .tooManyTokens(tokens) }
    }

    /// The same in a list of words behind a code.
    ///
    /// - Returns: what ``SearchText/coded(_:behind:)`` makes of each word.
    func expression(behind code: String) -> String {
        joined { SearchText.coded($0, behind: code) }
    }

    private func joined(_ written: (String) -> String) -> String {
        parts.enumerated().map { index, part in
            let isBeginning = index == parts.count - 1 && !part.isQuoted
            return Self.literal(written(part.words)) + (isBeginning ? " *" : "")
        }.joined(separator: " ")
    }

    /// A text between quotes, which nothing in it ends.
    ///
    /// It goes by scalars: a quote and a mark behind it are one character.
    private static func literal(_ text: String) -> String {
        var literal = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" { literal.append(scalar) }
            literal.append(scalar)
        }
        return "\"" + String(literal) + "\""
    }

    private struct Part: Hashable, Sendable {
        var words: String
        var isQuoted: Bool

        /// The words that the index sees in it.
        var tokens: Int {
            var count = 0
            var isInWord = false
            for scalar in words.unicodeScalars {
                let isPart = SearchText.isInWord(scalar)
                if isPart, !isInWord { count += 1 }
                isInWord = isPart
            }
            return count
        }
    }

    /// The parts in order; of equal ones the last, which may be the one that is being typed.
    private static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        // Every second piece stands between quotes; one that is not closed ends with the text.
        for (index, piece) in split(text.unicodeScalars, at: { $0 == "\"" }).enumerated() {
            let isQuoted = index % 2 == 1
            let words = isQuoted ? [piece] : split(piece.unicodeScalars) { isSpace($0) }
            parts += words.map { SearchText.indexed($0) }
                .filter { $0.unicodeScalars.contains(where: SearchText.beginsWord) }
                .map { Part(words: $0, isQuoted: isQuoted) }
        }
        var seen: Set<Part> = []
        return parts.reversed().filter { seen.insert($0).inserted }.reversed()
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
}

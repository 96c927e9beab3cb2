/// A member's name, or another word, to be found in what was said.
///
/// A word stands alone, or among signs alone: `tom:`, `(tom)`, `[tom]:`, `tom-` and `anna’s` call.
/// A longer name does not: with a letter, a digit or `_` next to it, or behind the signs that names
/// may have (``MemberName``), it is another's: `tom_`, `old|tom`, `tom-lena`, `[tom]x`. Scripts
/// that put no blanks between words end a word: `annaさん` calls. Nothing inside an address calls.
package struct Mention: Sendable, Hashable {
    /// Without its case.
    private let word: [UInt8]
    /// Whether a text need not be folded as a whole to find the word in it: names never have it so.
    private let isASCII: Bool
    /// For each byte of the word, how many bytes up to it are the word's beginning once more: where
    /// the next byte of a text is another one, the search goes on from there.
    ///
    /// Source: Knuth, Morris and Pratt, "Fast pattern matching in strings", 1977.
    private let borders: [Int]

    /// Makes what finds a member.
    ///
    /// - Parameter member: whose name is sought, without regard to case.
    package init(of member: MemberName) {
        self.init(of: member.folded)
    }

    /// Makes what finds a word.
    ///
    /// - Parameter word: sought without regard to case; an empty one is never found.
    package init(of word: String) {
        isASCII = word.utf8.allSatisfy { $0 < 0x80 }
        let word = CaseFolding.fold(word)
        self.word = word
        borders = Self.borders(of: word)
    }

    private static func borders(of word: [UInt8]) -> [Int] {
        var borders = Array(repeating: 0, count: word.count)
        var length = 0
        for index in word.indices.dropFirst() {
            while length > 0, word[index] != word[length] { length = borders[length - 1] }
            if word[index] == word[length] { length += 1 }
            borders[index] = length
        }
        return borders
    }

    /// Whether a text mentions the member, or has the word.
    ///
    /// - Parameter text: any text from anyone.
    /// - Returns: true if it does.
    /// - Complexity: O(bytes of the text).
    package func isIn(_ text: String) -> Bool {
        var steps = Int.max
        return isIn(Array(text.utf8), steps: &steps) ?? false
    }

    /// Whether a text mentions the member, or has the word, as far as that may cost.
    ///
    /// - Parameters:
    ///   - text: in UTF-8, from anyone.
    ///   - steps: what it may cost, of which is taken what it did cost: one for each byte, and some
    ///     more for what is looked at around the word; a step is about as much work as any other.
    /// - Returns: true if it does; `nil` where the steps do not suffice to tell.
    /// - Complexity: O(bytes of the text).
    package func isIn(_ text: [UInt8], steps: inout Int) -> Bool? {
        guard !word.isEmpty else { return false }
        guard steps >= text.count else { return nil }
        steps -= text.count
        let text = isASCII ? text : CaseFolding.fold(String(decoding: text, as: UTF8.self))
        var places = MentionPlaces(in: text, steps: steps)
        // What would have cost more was not done.
        defer { steps = max(0, places.steps) }
        var matched = 0
        for index in text.indices {
            let byte = text[index].lowercasedASCII
            while matched > 0, byte != word[matched] { matched = borders[matched - 1] }
            if byte == word[matched] { matched += 1 }
            guard matched == word.count else { continue }
            matched = borders[matched - 1]
            let isCall = places.isCall((index + 1 - word.count)..<(index + 1))
            guard places.steps > 0 else { return nil }
            if isCall { return true }
        }
        return false
    }
}

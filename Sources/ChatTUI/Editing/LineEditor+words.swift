/// Changing whole words, as readline does.
extension LineEditor {
    /// How the letters of a word are changed.
    enum Casing: Hashable, Sendable {
        case upper, lower, capital
    }

    /// Changes the letters from the cursor to the end of the word, and goes there.
    mutating func recase(_ casing: Casing) {
        let range = cursor..<wordEnd
        guard !range.isEmpty else { return }
        let text = String(characters[range])
        remember()
        last = .other
        switch casing {
        case .upper: splice(range, with: text.uppercased())
        case .lower: splice(range, with: text.lowercased())
        case .capital:
            let start = text.firstIndex { $0.isLetter || $0.isNumber } ?? text.startIndex
            let head = text[..<start] + text[start...].prefix(1).uppercased()
            splice(range, with: head + text[start...].dropFirst().lowercased())
        }
    }

    /// Changes the letters of a part, and goes behind it.
    ///
    /// - Parameter change: what becomes of a character.
    mutating func recase(_ range: Range<Int>, by change: (Character) -> String) {
        guard !range.isEmpty else { return }
        let changed = characters[range].map(change).joined()
        remember()
        last = .other
        splice(range, with: changed)
    }

    /// Exchanges the word before the cursor with the one behind it, and goes behind both; at the
    /// end of the line the last two.
    mutating func transposeWords() {
        let end = wordEnd
        let place = cursor
        cursor = end
        let second = wordStart..<end
        cursor = second.lowerBound
        let start = wordStart
        cursor = start
        let first = start..<wordEnd
        cursor = place
        guard first.upperBound <= second.lowerBound, !first.isEmpty, !second.isEmpty else { return }
        let between = characters[first.upperBound..<second.lowerBound]
        let exchanged = characters[second] + between + characters[first]
        remember()
        last = .other
        splice(first.lowerBound..<second.upperBound, with: String(exchanged))
        cursor = min(second.upperBound, characters.count)
    }

    // MARK: - The last word of what was sent

    /// From which line the last word was inserted by the key before this one; `nil` if that was
    /// another key.
    var lastWordPlace: Int? { last == .recalling ? yanked.entry : nil }

    /// Inserts a word, in the place of the one that the same key inserted before.
    ///
    /// - Parameter place: which line it is from.
    mutating func insertLastWord(_ word: String, from place: Int) {
        let start = last == .recalling ? max(0, cursor - yanked.count) : cursor
        remember()
        splice(start..<cursor, with: word)
        yanked = (max(0, cursor - start), place)
        last = .recalling
    }

    // MARK: - Emoji

    /// Turns a short name between colons before the cursor into its emoji: a step to undo.
    ///
    /// A name that is none, or that stands right behind a letter, is left alone.
    mutating func expandEmoji() {
        let before = characters[..<cursor]
        guard before.last == ":",
            let open = before.dropLast().lastIndex(where: { !EmojiNames.isNamePart($0) }),
            characters[open] == ":", cursor - open > 2,
            open == 0 || !(characters[open - 1].isLetter || characters[open - 1].isNumber),
            let emoji = EmojiNames.named(String(characters[open + 1..<cursor - 1]))
        else { return }
        remember()
        last = .other
        splice(open..<cursor, with: emoji)
    }
}

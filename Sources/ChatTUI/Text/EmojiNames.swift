/// Emoji by their short names.
enum EmojiNames {
    /// Clusters of an emoji that a reaction may have: one.
    static let reactionBytes = 64

    /// An emoji with one of its names.
    struct Entry: Hashable, Sendable {
        var name: String
        var emoji: String
    }

    /// All names, the most used first where several begin alike.
    static let all: [Entry] = {
        var entries: [Entry] = []
        for row in EmojiTable.rows {
            let parts = row.split(separator: " ")
            // Names and emoji take turns.
            for index in stride(from: 0, to: parts.count - 1, by: 2) {
                entries.append(Entry(name: String(parts[index]), emoji: String(parts[index + 1])))
            }
        }
        return entries
    }()

    private static let byName: [String: String] = Dictionary(
        all.map { ($0.name, $0.emoji) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The emoji of a short name.
    ///
    /// - Parameter name: without the colons, in any case.
    /// - Returns: `nil` if there is none of that name.
    static func named(_ name: String) -> String? { byName[name.lowercased()] }

    /// The emoji whose names match: those that begin so before those that have it in them.
    ///
    /// - Parameter text: a part of a name, without colons.
    /// - Returns: in the order of the table.
    static func matching(_ text: some StringProtocol, limit: Int) -> [Entry] {
        let wanted = text.lowercased()
        guard !wanted.isEmpty else { return Array(all.prefix(limit)) }
        let first = all.filter { $0.name.hasPrefix(wanted) }
        guard first.count < limit else { return Array(first.prefix(limit)) }
        let rest = all.filter {
            !$0.name.hasPrefix(wanted) && $0.name.firstRange(of: wanted) != nil
        }
        return Array((first + rest).prefix(limit))
    }

    /// What a person typed for a reaction: a short name, with or without colons, or an emoji.
    ///
    /// - Returns: one cluster that is no plain letter; `nil` if it is neither.
    static func read(_ text: String) -> String? {
        let word = text.filter { !$0.isWhitespace }
        let name = word.hasPrefix(":") || word.hasSuffix(":") ? word.filter { $0 != ":" } : word
        if let emoji = named(name) { return emoji }
        guard word.count == 1, let character = word.first, !character.isASCII,
            isEmoji(character) || !character.isLetter, word.utf8.count <= reactionBytes
        else { return nil }
        return word
    }

    /// Whether a character is drawn as an emoji; some that Unicode calls letters are.
    private static func isEmoji(_ character: Character) -> Bool {
        guard let first = character.unicodeScalars.first?.properties, first.isEmoji else {
            return false
        }
        return first.isEmojiPresentation || character.unicodeScalars.contains("\u{fe0f}")
    }

    /// Whether a character may stand in a short name.
    ///
    /// - Returns: `true` for ASCII letters, digits, `_`, `+` and `-`.
    static func isNamePart(_ character: Character) -> Bool {
        character.isASCII
            && (character.isLetter || character.isNumber || "_+-".contains(character))
    }
}

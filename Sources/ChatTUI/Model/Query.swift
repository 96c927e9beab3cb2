/// A few words that are being typed, most often to look for something, the cursor at their end.
struct Query: Hashable, Sendable {
    /// Clusters that are taken of what is looked for; further ones are not.
    static let limit = 200

    private(set) var text = ""
    private let bound: Int

    /// Begins with no words.
    init(limit: Int = Query.limit) {
        bound = limit
    }

    /// Takes a key that writes or takes away.
    ///
    /// - Returns: whether it did something to the words.
    mutating func take(_ key: Key, _ action: Action?) -> Bool {
        switch action {
        case .edit(.backwardDeleteCharacter):
            guard !text.isEmpty else { return false }
            text.removeLast()
        case .edit(.unixLineDiscard): text = ""
        case .edit(.unixWordRubout), .edit(.backwardKillWord):
            let rest = text.reversed().drop { $0 == " " }.drop { $0 != " " }
            text = String(rest.reversed())
        case nil:
            guard case .character(let character) = key.code, !character.isNewline,
                key.modifiers.subtracting(.shift).isEmpty
            else { return false }
            add(String(character))
        default: return false
        }
        return true
    }

    /// Adds words at the end.
    ///
    /// - Parameter more: line breaks in it become blanks; what does not fit is left out.
    mutating func add(_ more: String) {
        let line = more.map { $0.isNewline || $0 == "\t" ? " " : $0 }
        text = String((text + line).prefix(bound))
    }
}

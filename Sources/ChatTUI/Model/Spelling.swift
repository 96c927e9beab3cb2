/// What the dictionary said of words.
struct Spelling: Sendable {
    /// Words that are kept; with more it begins anew.
    static let limit = 4_000
    /// Words that are asked about at once.
    static let questionLimit = 64

    private var verdicts: [String: SpellingVerdict?] = [:]
    /// The word for which others are to be offered as soon as the answer comes.
    var wanted: String?

    /// Whether a word was asked about already.
    func isKnown(_ word: String) -> Bool { verdicts[word] != nil }

    /// What the dictionary said; `nil` before its answer.
    func verdict(on word: String) -> SpellingVerdict? { verdicts[word] ?? nil }

    /// Notes that a word was asked about, or what came of it.
    mutating func note(_ word: String, _ verdict: SpellingVerdict?) {
        if verdicts.count >= Self.limit { verdicts = [:] }
        verdicts[word] = .some(verdict)
    }

    /// Forgets all of it, for another dictionary.
    mutating func forget() { verdicts = [:] }
}

/// What a dictionary says of a word.
package enum SpellingVerdict: Hashable, Sendable {
    case right
    /// It is not there; others that may be meant, the likeliest first.
    case wrong([String])
}

/// What may stand in the place of a word: a list above the line, of which Tab takes one.
struct Completion: Hashable, Sendable {
    /// Candidates that are offered; further ones need another letter.
    static let limit = 300

    /// The best first; never empty.
    var items: [Item]
    /// Which one stands in the line; `nil` while the list only offers itself.
    var index: Int?
    /// Where what is replaced begins, in clusters.
    var start: Int
    /// How many clusters that is, with what follows the candidate.
    var length: Int

    /// A candidate.
    struct Item: Hashable, Sendable {
        /// What stands in the line then.
        var text: String
        /// How the list names it.
        var label: String
        /// What the list says about it.
        var help = ""
    }
}

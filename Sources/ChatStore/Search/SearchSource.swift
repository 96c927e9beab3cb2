/// A question to one list of the index.
struct SearchSource: Sendable, Hashable {
    /// The lists of words that the index has.
    enum List: Sendable, Hashable {
        /// The words of all public rooms together.
        case common
        /// The words of other rooms, each room's for itself.
        case own
    }

    let list: List
    /// In the language of FTS5.
    let expression: String
}

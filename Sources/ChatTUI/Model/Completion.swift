/// A completion in progress: Tab shows the next candidate in the same place.
struct Completion: Hashable, Sendable {
    /// Candidates that are offered; further ones need another letter.
    static let limit = 64

    /// What may stand there, the best first.
    var candidates: [String]
    /// Which one does.
    var index: Int
    /// Where the word begins, in clusters.
    var start: Int
    /// How many clusters the shown candidate takes, with what follows it.
    var length: Int
}

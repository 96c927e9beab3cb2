/// Looks for a text in others without regard to case.
struct FoldedSearch: Hashable, Sendable {
    private let wanted: String

    /// Makes a search.
    ///
    /// - Parameter text: what to look for; not empty.
    init(_ text: String) {
        wanted = text.lowercased()
    }

    /// Whether a text holds what is looked for.
    ///
    /// - Parameter text: any.
    /// - Returns: `true` if it does.
    func isIn(_ text: String) -> Bool { text.lowercased().contains(wanted) }
}

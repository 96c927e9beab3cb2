import ChatProtocol

/// Looks for a text in others without regard to case.
struct FoldedSearch: Hashable, Sendable {
    private let wanted: String

    /// Makes a search.
    ///
    /// - Parameter text: what to look for; not empty.
    init(_ text: String) {
        wanted = Self.fold(text)
    }

    /// Whether a text holds what is looked for.
    ///
    /// - Returns: `true` if it does.
    func isIn(_ text: String) -> Bool { Self.fold(text).contains(wanted) }

    /// As words, in which letters that are composed differently are the same.
    private static func fold(_ text: String) -> String {
        String(decoding: CaseFolding.fold(text), as: UTF8.self)
    }
}

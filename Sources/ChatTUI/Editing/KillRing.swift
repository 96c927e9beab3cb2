/// What was cut, newest first, for Ctrl-Y and Alt-Y.
///
/// One ring serves all rooms.
package struct KillRing: Hashable, Sendable {
    /// Entries that are kept; the oldest goes.
    static let limit = 10

    private(set) var entries: [String] = []

    /// Makes an empty ring.
    package init() {}

    /// Keeps a cut text as the newest.
    ///
    /// - Parameter text: ignored if empty.
    mutating func push(_ text: String) {
        guard !text.isEmpty else { return }
        entries.insert(text, at: 0)
        if entries.count > Self.limit { entries.removeLast() }
    }

    /// Adds to the newest entry: cuts in a row are one text.
    ///
    /// - Parameter atFront: whether it stood before the entry.
    mutating func extend(_ text: String, atFront: Bool) {
        guard let newest = entries.first else { return push(text) }
        entries[0] = atFront ? text + newest : newest + text
    }
}

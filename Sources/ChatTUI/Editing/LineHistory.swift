/// What was sent from a room's line, for Up and Down, with the draft one came from.
package struct LineHistory: Hashable, Sendable {
    /// Lines that are kept; the oldest goes.
    package static let limit = 100

    /// The oldest first.
    var lines: [String] = []
    /// Which line shows, from the newest; `nil` while the draft does.
    private var shown: Int?
    private var draft = ""

    /// The line that was sent last.
    var newest: String? { lines.last }

    /// Whether a line of it shows, and not the draft.
    var isBrowsing: Bool { shown != nil }

    /// Whether a line of it shows, as it was.
    ///
    /// - Parameter current: what stands in the line.
    /// - Returns: `false` while the draft shows, and once the line was changed.
    func shows(_ current: String) -> Bool {
        shown.map { lines[lines.count - 1 - $0] == current } ?? false
    }

    /// Keeps a line as the newest and goes back to the draft.
    ///
    /// - Parameter line: left out if it is the newest already.
    mutating func add(_ line: String) {
        shown = nil
        guard lines.last != line else { return }
        lines.append(line)
        if lines.count > Self.limit { lines.removeFirst() }
    }

    /// The line before the one that shows.
    ///
    /// - Parameter current: what stands in the line, kept if it is the draft.
    /// - Returns: `nil` if there is none.
    mutating func older(than current: String) -> String? {
        leave(ifChanged: current)
        let next = shown.map { $0 + 1 } ?? 0
        guard next < lines.count else { return nil }
        if shown == nil { draft = current }
        shown = next
        return lines[lines.count - 1 - next]
    }

    /// The line after the one that shows, at last the draft.
    ///
    /// - Parameter current: what stands in the line.
    /// - Returns: `nil` while the draft shows.
    mutating func newer(than current: String) -> String? {
        leave(ifChanged: current)
        guard let now = shown else { return nil }
        guard now > 0 else {
            shown = nil
            return draft
        }
        shown = now - 1
        return lines[lines.count - now]
    }

    /// A line that was changed after it came back is a draft of its own.
    private mutating func leave(ifChanged current: String) {
        if !shows(current) { shown = nil }
    }
}

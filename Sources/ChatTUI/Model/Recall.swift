/// A search through what was sent before, as readline's.
struct Recall: Sendable {
    /// Characters of what is looked for; more are not taken.
    static let queryLimit = 100

    /// What is looked for.
    var query = ""
    /// Which line of the room's history shows, from the newest; `nil` before the first find.
    var shown: Int?
    /// Whether nothing older has what is looked for.
    var isFailing = false
    /// The line as it was before.
    var line: LineEditor
}

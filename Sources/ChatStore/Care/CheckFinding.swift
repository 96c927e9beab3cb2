/// What a check says of one part of a data folder.
package struct CheckFinding: Hashable, Sendable {
    /// How it stands with the part.
    package enum Verdict: String, Sendable {
        case sound = "ok"
        /// Worth knowing, and no damage: the server mends it by itself, or was told to do it.
        case note
        case fault = "FAULT"
    }

    package let part: String
    package let verdict: Verdict
    /// One line for the operator, from which a file's or a room's name is not made safe yet.
    package let words: String

    /// Makes a finding.
    ///
    /// - Parameters:
    ///   - part: what was looked at, a word.
    ///   - verdict: how it stands with it.
    ///   - words: one line for the operator.
    package init(_ part: String, _ verdict: Verdict, _ words: String) {
        self.part = part
        self.verdict = verdict
        self.words = words
    }
}

/// How far work on a data folder has come.
package struct CareProgress: Hashable, Sendable {
    /// What is worked on, a word.
    package let part: String
    /// Bytes so far.
    package let bytes: Int64
    /// Bytes in all; `nil` where they are not known before the end.
    package let total: Int64?

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - part: what is worked on, a word.
    ///   - bytes: so far.
    ///   - total: in all; `nil` if that is not known.
    init(_ part: String, bytes: Int64 = 0, of total: Int64? = nil) {
        self.part = part
        self.bytes = bytes
        self.total = total
    }
}

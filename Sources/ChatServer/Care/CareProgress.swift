/// How far work on a data folder has come.
package struct CareProgress: Hashable, Sendable {
    /// What is worked on, a word.
    package let part: String
    /// Bytes so far.
    package var bytes: Int64 = 0
    /// Bytes in all; `nil` where they are not known before the end.
    package var total: Int64?
}

/// What else somebody who writes in a room may do.
struct WriteTerms: OptionSet, Sendable {
    /// A room that is not there may be written to, which makes it: in open mode, and a direct room.
    static let makes = WriteTerms(rawValue: 1)
    /// Nothing new is said, only taken back: in a direct room that may be done too when the other
    /// one cannot come in any more.
    static let takesBack = WriteTerms(rawValue: 2)
    /// A mute is no hindrance yet: nothing is said, or a message comes with a key and may be there
    /// already, so that ``Writer/judged(_:)`` judges the mute.
    static let evenMuted = WriteTerms(rawValue: 4)

    let rawValue: Int
}

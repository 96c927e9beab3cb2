import ChatProtocol

/// Whether somebody looks at the screen, where what the terminal tells of its focus is not all of
/// it: tmux and screen draw for nobody as they draw for someone.
struct ViewerCheck: Hashable, Sendable {
    /// How long it is before the same is asked again, in milliseconds.
    static let interval: Int64 = 5_000

    /// Whether it is to be asked at all.
    var isUncertain = false
    /// When it was asked last.
    var askedAt: Timestamp?
    /// When somebody was surely there: by an answer, or by a key.
    var seenAt: Timestamp?
    /// Whether nobody is there, as was answered or told.
    var isAway = false
    /// Whether the terminal itself told it, which no answer outweighs.
    var isToldAway = false
}

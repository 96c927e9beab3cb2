/// Says when the screen is to be drawn: at once after a key, else no more often than is seen.
///
/// What a person does is shown before anything else is done. News is drawn together, since a
/// picture for each message of a flood costs the terminal more than the messages do. A value has no
/// clock: who asks it gives the time.
package struct FrameLimiter<Moment: InstantProtocol>: Sendable where Moment.Duration == Duration {
    /// The shortest time between two pictures of news: more are not seen.
    package static var interval: Duration { .milliseconds(16) }

    private var last: Moment?
    private var isNews = true
    private var isUrgent = false

    /// Makes the pace of a screen that was never drawn.
    package init() {}

    /// Something changed that may wait for the next picture.
    package mutating func noteNews() {
        isNews = true
    }

    /// The person did something: what comes of it is to be seen now.
    package mutating func noteKey() {
        isUrgent = true
    }

    /// A picture was drawn, with all that was noted.
    package mutating func noteDrawn(at now: Moment) {
        last = now
        isNews = false
        isUrgent = false
    }

    /// How long the next picture has to wait.
    ///
    /// - Returns: zero if it is due, at most ``interval``; `nil` if there is nothing to draw.
    package func wait(at now: Moment) -> Duration? {
        if isUrgent { return .zero }
        guard isNews else { return nil }
        guard let last else { return .zero }
        return min(max(.zero, Self.interval - last.duration(to: now)), Self.interval)
    }
}

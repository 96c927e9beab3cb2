/// How long a database has not answered that is asked again and again: pure, told the time.
struct Silence: Sendable {
    /// Within this an answer comes, or nobody has waited for it.
    private static let usual = Duration.milliseconds(500)
    /// From this on nothing else is asked.
    private static let limit = Duration.seconds(5)

    /// When what is unanswered was asked first.
    private var asked: ContinuousClock.Instant?
    /// Whether somebody waited for the answer in vain: who stood still saw none either.
    private var isNoticed = false

    /// Notes that something is asked.
    mutating func ask(at now: ContinuousClock.Instant) {
        if asked == nil { asked = now }
    }

    /// Notes that there was an answer, a refusal too.
    mutating func end() {
        asked = nil
        isNoticed = false
    }

    /// Notes that somebody still waits, and that nothing has come.
    mutating func goOn(at now: ContinuousClock.Instant) {
        if let asked, asked.duration(to: now) >= Self.usual { isNoticed = true }
    }

    /// Since when there has been no answer; `nil` where there is one, or none is to be had yet.
    var since: ContinuousClock.Instant? { isNoticed ? asked : nil }

    /// Whether it lasts for so long that nothing else is to be asked.
    ///
    /// - Returns: false while it is not noticed.
    func isLong(at now: ContinuousClock.Instant) -> Bool {
        since.map { $0.duration(to: now) >= Self.limit } ?? false
    }
}

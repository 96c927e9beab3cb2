/// Keeps something on disk that changes now and then, so that the next start has it again.
@MainActor
final class StateKeeper<Value: Equatable> {
    /// The longest pause between two tries of a write that comes to nothing.
    private static var longestPause: Duration { .seconds(60) }

    private let delay: Duration
    /// How long it is until the next write: longer after each that came to nothing.
    private var pause: Duration
    private let writer: StateWriter
    private let place = StateWriter.Place()
    private let write: (Value) -> StateWriter.Job
    private var saved: Value
    private var latest: Value
    private var changedAt: ContinuousClock.Instant?

    /// Makes a keeper.
    ///
    /// - Parameters:
    ///   - value: what is kept already.
    ///   - delay: how long changes gather before they are kept: what a crash can cost.
    ///   - writer: does the writes of all keepers of a run, one at a time.
    init(
        _ value: Value,
        after delay: Duration = .seconds(2),
        by writer: StateWriter,
        write: @escaping (Value) -> StateWriter.Job
    ) {
        saved = value
        latest = value
        self.delay = delay
        pause = delay
        self.writer = writer
        self.write = write
    }

    /// Takes note of how things are, and keeps them when it is time.
    func note(_ value: Value, now: ContinuousClock.Instant) {
        let isOwed = place.isOwed
        if value != latest || isOwed {
            latest = value
            if changedAt == nil {
                changedAt = now
                if !isOwed { pause = delay }
            }
        }
        if let left = saveIn(now: now), left <= .zero { save() }
    }

    /// How long until something is to be kept; `nil` if nothing changed.
    ///
    /// - Returns: the time left, which may be over.
    func saveIn(now: ContinuousClock.Instant) -> Duration? {
        changedAt.map { pause - $0.duration(to: now) }
    }

    /// Keeps what was noted last, once the writer comes to it; also where it could not before.
    func save() {
        changedAt = nil
        let isOwed = place.isOwed
        guard latest != saved || isOwed else { return }
        pause = isOwed ? min(pause * 2, Self.longestPause) : delay
        writer.put(write(latest), at: place)
        saved = latest
    }
}

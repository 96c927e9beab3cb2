import ChatProtocol
import ChatStore

/// Reads the pages of an answer that has begun: it waits for a place among the reads, however many
/// came in between, until its time is over or its client has gone.
struct LaterPages<Place: Sendable>: Sendable {
    /// Reads a page; suspends for the store.
    let read: @Sendable (Place) async throws(StoreError) -> RowPage<Place>
    /// When the answer's time is over; `nil` is never.
    let deadline: ContinuousClock.Instant?
    /// The time.
    var now: @Sendable () -> ContinuousClock.Instant = { .now }
    /// Suspends for a moment, not the same for all who wait; throws when nobody waits any more.
    var pause: @Sendable () async throws -> Void = {
        try await Task.sleep(for: .milliseconds(.random(in: 100...300)))
    }

    /// Whether the answer's time is over.
    private var isOver: Bool { deadline.map { now() >= $0 } ?? false }

    /// Reads a page; suspends for a place and for the store.
    ///
    /// - Throws: the store's error; `CancellationError` when the client has gone; a problem where
    ///   the answer's time is over, for what was cut must not look whole.
    func page(at place: Place) async throws -> RowPage<Place> {
        if isOver { throw Problem.internalError }
        while true {
            do throws(StoreError) {
                return try await read(place)
            } catch {
                guard case .tooManyWait = error, !isOver else { throw error }
            }
            try await pause()
        }
    }
}

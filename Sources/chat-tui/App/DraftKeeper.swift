import ChatClient
import ChatProtocol
import ChatTUI

/// Keeps what is typed and not sent on disk, so that the next start has it again.
@MainActor
final class DraftKeeper {
    /// How long typing goes on before it is kept: what a crash can cost.
    private static let delay = Duration.seconds(2)

    private let file: DraftFile?
    private var saved: [RoomName: String] = [:]
    private var changedAt: ContinuousClock.Instant?
    private var latest: [RoomName: String] = [:]

    /// Makes a keeper.
    ///
    /// - Parameter settings: whose drafts, and where they are kept.
    init(_ settings: Settings) {
        file = settings.state.map {
            DraftFile(in: $0, for: settings.server, as: settings.name)
        }
    }

    /// Puts the drafts of an earlier run back.
    ///
    /// - Parameter model: as it was made.
    func restore(into model: inout Model) {
        guard let file else { return }
        for (room, text) in file.load() { model.restoreDraft(text, in: room) }
        saved = model.drafts
        latest = saved
    }

    /// Takes note of what is typed, and keeps it when it is time.
    ///
    /// - Parameters:
    ///   - drafts: what is typed, by room.
    ///   - now: the present moment.
    func note(_ drafts: [RoomName: String], now: ContinuousClock.Instant) {
        if drafts != latest {
            latest = drafts
            if changedAt == nil { changedAt = now }
        }
        if let left = saveIn(now: now), left <= .zero { save(drafts) }
    }

    /// How long until something is to be kept; `nil` if nothing changed.
    ///
    /// - Parameter now: the present moment.
    /// - Returns: the time left, which may be over.
    func saveIn(now: ContinuousClock.Instant) -> Duration? {
        changedAt.map { Self.delay - $0.duration(to: now) }
    }

    /// Keeps what is typed.
    ///
    /// Blocks on the disk for some milliseconds.
    ///
    /// - Parameter drafts: what is typed, by room.
    func save(_ drafts: [RoomName: String]) {
        changedAt = nil
        guard let file, drafts != saved else { return }
        // A disk that takes no drafts has been told of already, by the outbox.
        try? file.save(drafts)
        saved = drafts
    }
}

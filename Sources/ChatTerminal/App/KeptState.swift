import ChatClient
import ChatProtocol
import ChatTUI

/// What the next start has again: the rooms, what is typed and not sent, what was sent, and what
/// the person wants to be told about.
@MainActor
final class KeptState {
    private let rooms: StateKeeper<[RoomName]>
    private let drafts: StateKeeper<[RoomName: String]>
    private let purposes: StateKeeper<[RoomName: String]>
    /// By its revision: the lines themselves are many.
    private let history: StateKeeper<Int>
    private let preferences: StateKeeper<Preferences>
    /// What ``history`` writes: the model's, as of the last note.
    private let lines: Lines
    private let writer = StateWriter()

    /// The histories, where the keeper that writes them finds them.
    private final class Lines {
        var byRoom: [RoomName: [String]] = [:]
    }

    /// What lies in the files as this client knows it, and what of the model is written already.
    private struct Start {
        var rooms: [RoomName] = []
        var drafts: [RoomName: String] = [:]
        var purposes: [RoomName: String] = [:]
        var history: [RoomName: [String]] = [:]
        var shownDrafts: [RoomName: String] = [:]
        var shownPurposes: [RoomName: String] = [:]
        /// Before the first revision of a model.
        var revision = -1
        var preferences = Preferences()
    }

    /// Puts what an earlier run kept into a model, and keeps it from then on.
    ///
    /// - Parameters:
    ///   - settings: whose it is, and where it is kept; nothing is, if there is no place.
    ///   - keepsDrafts: whether there is a line in which something may be left half typed.
    ///   - keepsHistory: whether a person types the lines, who may want one of them again.
    convenience init(
        _ settings: Settings,
        restoringInto model: inout Model,
        keepsDrafts: Bool = true,
        keepsHistory: Bool = true
    ) {
        var start = Start()
        if let folder = settings.state {
            let files = KeptFiles(in: folder, for: settings.server, as: settings.name)
            start.rooms = files.rooms.load()
            start.drafts = keepsDrafts ? files.drafts.load() : [:]
            start.purposes = keepsDrafts ? files.purposes.load() : [:]
            start.history = keepsHistory ? files.history.load() : [:]
            model.restore(rooms: start.rooms)
            for (room, text) in start.drafts { model.restoreDraft(text, in: room) }
            for (room, text) in start.purposes { model.restorePurpose(text, in: room) }
            for (room, lines) in start.history { model.restoreHistory(lines, in: room) }
            model.restore(preferences: Preferences(lines: files.preferences.load()))
        }
        start.shownDrafts = model.drafts
        start.shownPurposes = model.purposes
        start.revision = model.historyRevision
        start.preferences = model.keptPreferences
        self.init(settings, start, keepsDrafts: keepsDrafts, keepsHistory: keepsHistory)
    }

    /// Keeps a model that is under way for another name from now on: what it has joins what lies
    /// there, of which nothing is left out.
    ///
    /// - Parameters:
    ///   - settings: whose it is from now on, and where it is kept.
    ///   - preferences: those that lie there, and that the model has beside its own.
    convenience init(joining settings: Settings, beside preferences: Preferences) {
        let start = Start(preferences: preferences)
        self.init(settings, start, keepsDrafts: true, keepsHistory: true)
    }

    /// Keeps for another account what a model does from now on, and nothing of what it has.
    ///
    /// - Parameter settings: whose it is from now on, and where it is kept.
    convenience init(_ settings: Settings, from model: Model) {
        let start = Start(
            rooms: model.keptRooms,
            drafts: model.drafts,
            purposes: model.purposes,
            history: model.histories,
            shownDrafts: model.drafts,
            shownPurposes: model.purposes,
            revision: model.historyRevision,
            preferences: model.keptPreferences
        )
        self.init(settings, start, keepsDrafts: true, keepsHistory: true)
    }

    private init(_ settings: Settings, _ start: Start, keepsDrafts: Bool, keepsHistory: Bool) {
        let lines = Lines()
        self.lines = lines
        guard let folder = settings.state else {
            rooms = StateKeeper([], by: writer) { _ in { true } }
            drafts = StateKeeper([:], by: writer) { _ in { true } }
            purposes = StateKeeper([:], by: writer) { _ in { true } }
            history = StateKeeper(0, by: writer) { _ in { true } }
            preferences = StateKeeper(Preferences(), by: writer) { _ in { true } }
            return
        }
        let files = KeptFiles(in: folder, for: settings.server, as: settings.name)
        let sharedRooms = files.shared(files.rooms, start.rooms, StateJoin.rooms)
        rooms = StateKeeper(start.rooms, by: writer) { rooms in { sharedRooms.write(rooms) } }
        let sharedDrafts = files.shared(files.drafts, start.drafts, StateJoin.drafts)
        drafts = StateKeeper(start.shownDrafts, by: writer) { drafts in
            { !keepsDrafts || sharedDrafts.write(drafts) }
        }
        let sharedPurposes = files.shared(files.purposes, start.purposes, StateJoin.purposes)
        purposes = StateKeeper(start.shownPurposes, by: writer) { purposes in
            { !keepsDrafts || sharedPurposes.write(purposes) }
        }
        let sharedHistory = files.shared(files.history, start.history, StateJoin.histories)
        history = StateKeeper(start.revision, by: writer) { _ in
            let sent = lines.byRoom
            return { !keepsHistory || sharedHistory.write(sent) }
        }
        let wishes = start.preferences.lines
        let sharedPreferences = files.shared(files.preferences, wishes, StateJoin.preferences)
        preferences = StateKeeper(start.preferences, by: writer) { preferences in
            { sharedPreferences.write(preferences.lines) }
        }
    }

    /// What a member wants to be told about, as it is kept.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter settings: whose it is, and where it is kept.
    /// - Returns: nothing of it is set if there is no place.
    static func preferences(of settings: Settings) -> Preferences {
        guard let folder = settings.state else { return Preferences() }
        let files = KeptFiles(in: folder, for: settings.server, as: settings.name)
        return Preferences(lines: files.preferences.load())
    }

    /// Takes note of a model, and keeps what it is time to keep.
    func note(_ model: Model, now: ContinuousClock.Instant) {
        rooms.note(model.keptRooms, now: now)
        drafts.note(model.drafts, now: now)
        purposes.note(model.purposes, now: now)
        preferences.note(model.keptPreferences, now: now)
        if let left = history.saveIn(now: now), left <= .zero { lines.byRoom = model.histories }
        history.note(model.historyRevision, now: now)
    }

    /// How long until something is to be kept; `nil` if nothing changed.
    ///
    /// - Returns: the time left, which may be over.
    func saveIn(now: ContinuousClock.Instant) -> Duration? {
        [
            rooms.saveIn(now: now), drafts.saveIn(now: now), history.saveIn(now: now),
            preferences.saveIn(now: now), purposes.saveIn(now: now),
        ]
        .compactMap(\.self).min()
    }

    /// Keeps everything, also what could not be kept before.
    ///
    /// Blocks on the disk for some milliseconds, or for two seconds a file while another client has
    /// them.
    func save(_ model: Model) {
        note(model, now: .now)
        lines.byRoom = model.histories
        rooms.save()
        drafts.save()
        purposes.save()
        history.save()
        preferences.save()
        writer.finish()
    }
}

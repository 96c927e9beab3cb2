import ChatClient
import ChatProtocol

/// The files of one member's state for one server, which all clients of that member share.
struct KeptFiles {
    let rooms: RoomsFile
    let drafts: DraftFile
    let history: HistoryFile
    let preferences: PreferencesFile
    private let folder: StateFolder

    /// Names them.
    ///
    /// - Parameters:
    ///   - folder: where they lie.
    ///   - settings: of the server.
    init(_ folder: StateFolder, _ settings: Settings) {
        self.folder = folder
        rooms = RoomsFile(in: folder, for: settings.server, as: settings.name)
        drafts = DraftFile(in: folder, for: settings.server, as: settings.name)
        history = HistoryFile(in: folder, for: settings.server, as: settings.name)
        preferences = PreferencesFile(in: folder, for: settings.server, as: settings.name)
    }

    /// The rooms that one is in.
    ///
    /// - Parameter found: as they were read.
    /// - Returns: what takes note of changes.
    func sharedRooms(_ found: [RoomName]) -> SharedState<[RoomName]> {
        let file = rooms
        return SharedState(
            found,
            in: folder,
            .init(
                load: { file.load() },
                save: { rooms throws(FileError) in try file.save(rooms) },
                join: StateJoin.rooms
            )
        )
    }

    /// What is typed and not sent.
    ///
    /// - Parameter found: as it was read.
    /// - Returns: what takes note of changes.
    func sharedDrafts(_ found: [RoomName: String]) -> SharedState<[RoomName: String]> {
        let file = drafts
        return SharedState(
            found,
            in: folder,
            .init(
                load: { file.load() },
                save: { drafts throws(FileError) in try file.save(drafts) },
                join: StateJoin.drafts
            )
        )
    }

    /// What was sent.
    ///
    /// - Parameter found: as it was read.
    /// - Returns: what takes note of changes.
    func sharedHistory(_ found: [RoomName: [String]]) -> SharedState<[RoomName: [String]]> {
        let file = history
        return SharedState(
            found,
            in: folder,
            .init(
                load: { file.load() },
                save: { history throws(FileError) in try file.save(history) },
                join: StateJoin.histories
            )
        )
    }

    /// What the person wants to be told about, line by line.
    ///
    /// - Parameter found: as it was read.
    /// - Returns: what takes note of changes.
    func sharedPreferences(_ found: [String]) -> SharedState<[String]> {
        let file = preferences
        return SharedState(
            found,
            in: folder,
            .init(
                load: { file.load() },
                save: { lines throws(FileError) in try file.save(lines) },
                join: StateJoin.preferences
            )
        )
    }
}

import ChatClient
import ChatProtocol

/// The files of one member's state for one server, which all clients of that member share.
struct KeptFiles {
    let rooms: RoomsFile
    let drafts: DraftFile
    let purposes: DraftFile
    let history: HistoryFile
    let preferences: PreferencesFile
    private let folder: StateFolder

    /// Names them.
    init(_ folder: StateFolder, _ settings: Settings) {
        self.folder = folder
        rooms = RoomsFile(in: folder, for: settings.server, as: settings.name)
        drafts = DraftFile(in: folder, for: settings.server, as: settings.name)
        purposes = DraftFile(in: folder, for: settings.server, as: settings.name, of: .purposes)
        history = HistoryFile(in: folder, for: settings.server, as: settings.name)
        preferences = PreferencesFile(in: folder, for: settings.server, as: settings.name)
    }

    /// What several clients may keep in one of them.
    ///
    /// - Parameter join: joins one's own, what it was when one wrote it last, and what lies there.
    /// - Returns: what takes note of changes.
    func shared<File: StateFile>(
        _ file: File,
        _ found: File.Content,
        _ join: @escaping @Sendable (File.Content, File.Content, File.Content) -> File.Content
    ) -> SharedState<File.Content> {
        SharedState(
            found,
            in: folder,
            .init(
                load: { file.loadIfReadable() },
                save: { content throws(FileError) in try file.save(content) },
                join: join
            )
        )
    }
}

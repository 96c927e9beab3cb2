package import ChatProtocol

/// The folder of what was said on a server: a file for each room and day, which nobody else reads.
package struct LogFolder: Sendable {
    /// Bytes of the file that tells of progress: a line for each room that was ever in.
    private static let progressBytes = 4 * 1024 * 1024
    private static let progressName = ".progress"

    private let folder: StateFolder

    /// Names the folder of a server's logs.
    package init(in state: StateFolder, for server: ServerAddress) {
        folder = StateFolder(path: state.file("logs/" + StateFolder.stem(for: server, as: nil)))
    }

    /// Where it is.
    package var path: String { folder.path }

    /// What the files of a room are called by: a direct one is another for each of two accounts.
    ///
    /// - Parameter room: as the person knows it.
    /// - Returns: `general`, or `anna@ben`.
    package static func stem(of room: RoomName, for member: MemberName) -> String {
        room.isDirect ? member.folded + room.description : room.description
    }

    /// Adds lines to the file of a room and day.
    ///
    /// Blocks while the disk takes them.
    ///
    /// - Parameters:
    ///   - lines: without line breaks.
    ///   - day: `2026-11-22`.
    /// - Throws: why they cannot be written.
    package func add(_ lines: [String], to room: String, on day: String) throws(FileError) {
        guard !lines.isEmpty else { return }
        try folder.make()
        let file = try PosixFile(path: folder.file("\(room)_\(day).log"), appends: true)
        try file.write(Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    /// How far the events of each room are in the files; nothing where that cannot be read.
    ///
    /// Blocks on the disk.
    package var progress: LogProgress {
        let bytes = folder.read(Self.progressName, upTo: Self.progressBytes) ?? []
        return LogProgress(String(decoding: bytes, as: UTF8.self))
    }

    /// Notes how far they are.
    ///
    /// Blocks on the disk. A power cut may lose it, and leave lines that come again.
    ///
    /// - Throws: why it cannot be written; what was noted before is there then.
    package func keep(_ progress: LogProgress) throws(FileError) {
        try PosixFile.replace(
            folder.file(Self.progressName),
            with: Array(progress.text.utf8),
            forGood: false
        )
    }

    /// Does something unless another client is at it in this folder.
    ///
    /// - Parameter body: what is to be done.
    /// - Throws: what `body` throws, and why the folder cannot be used.
    package func aloneIfFree(_ body: () throws(FileError) -> Void) throws(FileError) {
        try folder.alone(tries: 1) { () throws(FileError) in try body() }
    }
}

package import ChatProtocol
import FoundationEssentials

/// The file of what a member has sent, room by room, for the line's history.
package struct HistoryFile: StateFile {
    /// Bytes of a file; of more the oldest lines are left out.
    static let byteLimit = 1024 * 1024

    package let folder: StateFolder
    package let name: String

    /// Names the file; nothing is opened yet.
    ///
    /// - Parameter server: whom the lines were for.
    package init(in folder: StateFolder, for server: ServerAddress, as speaker: MemberName) {
        self.folder = folder
        name = "history-" + StateFolder.stem(for: server, as: speaker)
    }

    /// What was kept, by room, the oldest line first.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: nothing if there is no file, or a damaged one.
    package func load() -> [RoomName: [String]] {
        guard let bytes = folder.read(name, upTo: Self.byteLimit), !bytes.isEmpty,
            // A history that cannot be read is lost; that is no reason not to start.
            let lines = try? JSONDecoder().decode([String: [String]].self, from: Data(bytes))
        else { return [:] }
        var history: [RoomName: [String]] = [:]
        for (name, lines) in lines {
            // A name that is none is left out like any other damage.
            if let room = try? RoomName(name) { history[room] = lines }
        }
        return history
    }

    /// Keeps lines, and these alone.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter history: by room, the oldest line first.
    package func save(_ history: [RoomName: [String]]) throws(FileError) {
        var lines = Dictionary(uniqueKeysWithValues: history.map { ($0.key.description, $0.value) })
        var bytes = Self.json(lines)
        while bytes.count > Self.byteLimit, !lines.isEmpty {
            lines = lines.mapValues { Array($0.suffix($0.count / 2)) }.filter { !$0.value.isEmpty }
            bytes = Self.json(lines)
        }
        try folder.make()
        try folder.replace(name, with: bytes)
    }

    private static func json(_ lines: [String: [String]]) -> [UInt8] {
        // Strings alone are encoded, which cannot fail.
        (try? JSONEncoder().encode(lines)).map(Array.init) ?? []
    }
}

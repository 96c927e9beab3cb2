package import ChatProtocol
import Glibc

/// The folder of what was said on a server: a file for each room and day, which nobody else reads.
package struct LogFolder: Sendable {
    /// Bytes of a file's end in which its last line is looked for.
    private static let tailBytes = 64 * 1024

    private let folder: StateFolder

    /// Names the folder of a server's logs.
    ///
    /// - Parameters:
    ///   - state: the client's state folder.
    ///   - server: whose rooms these are.
    package init(in state: StateFolder, for server: ServerAddress) {
        folder = StateFolder(path: state.file("logs/" + StateFolder.stem(for: server, as: nil)))
    }

    /// Where it is.
    package var path: String { folder.path }

    /// Adds lines to the file of a room and day.
    ///
    /// Blocks while the disk takes them.
    ///
    /// - Parameters:
    ///   - lines: without line breaks.
    ///   - room: the room.
    ///   - day: `2026-11-22`.
    /// - Throws: why they cannot be written.
    package func add(_ lines: [String], to room: RoomName, on day: String) throws(FileError) {
        guard !lines.isEmpty else { return }
        try folder.make()
        let file = try PosixFile(path: folder.file("\(room)_\(day).log"), appends: true)
        try file.write(Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    /// The last line of a room's newest file; `nil` if there is none.
    ///
    /// - Parameter room: the room.
    /// - Returns: the line, without its line break.
    package func lastLine(of room: RoomName) -> String? {
        guard let newest = names.filter({ Self.isLog($0, of: room) }).max(),
            // A log that cannot be read is begun anew.
            let file = try? PosixFile(reading: folder.file(newest)),
            let bytes = try? file.ending(upTo: Self.tailBytes)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").last.map(String.init)
    }

    /// Does something that no other client does in this folder at the same time.
    ///
    /// Blocks for a fifth of a second at most.
    ///
    /// - Parameter body: what is to be done.
    /// - Throws: what `body` throws, and why the folder cannot be used.
    package func alone(_ body: () throws(FileError) -> Void) throws(FileError) {
        try folder.alone(body)
    }

    /// A room's name may begin with another one and a `_`: what follows it is a day, or another
    /// room's name.
    private static func isLog(_ file: String, of room: RoomName) -> Bool {
        let start = "\(room)_"
        return file.hasPrefix(start) && file.utf8.count == start.utf8.count + "2026-11-22.log".count
    }

    private var names: [String] {
        // The path is copied by the call.
        guard let entries = unsafe opendir(folder.path) else { return [] }
        defer { unsafe _ = closedir(entries) }
        var names: [String] = []
        while let entry = unsafe readdir(entries) {
            // The name ends with a zero inside the entry.
            let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe Array(bytes.prefix { $0 != 0 })
            }
            names.append(String(decoding: bytes, as: UTF8.self))
        }
        return names
    }
}

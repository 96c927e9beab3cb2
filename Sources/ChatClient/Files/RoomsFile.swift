package import ChatProtocol

/// The file of the rooms that a member was in when the client was left: a line a room, in order.
package struct RoomsFile: StateFile {
    /// Bytes of a file; what is longer is not kept.
    static let byteLimit = 64 * 1024

    package let folder: StateFolder
    package let name: String

    /// Names the file; nothing is opened yet.
    package init(in folder: StateFolder, for server: ServerAddress, as speaker: MemberName) {
        self.folder = folder
        name = "rooms-" + StateFolder.stem(for: server, as: speaker)
    }

    /// The rooms that were kept.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: none if there is no file; lines that name no room are left out.
    package func load() -> [RoomName] {
        let bytes = folder.read(name, upTo: Self.byteLimit) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            // What is no name was not written by this client.
            try? RoomName(line)
        }
    }

    /// Keeps rooms, and these alone.
    ///
    /// Blocks on the disk.
    package func save(_ rooms: [RoomName]) throws(FileError) {
        let bytes = Array(rooms.map { "\($0)\n" }.joined().utf8)
        guard bytes.count <= Self.byteLimit else { throw FileError(code: FileError.tooLarge) }
        try folder.make()
        try folder.replace(name, with: bytes)
    }
}

package import ChatProtocol
import FoundationEssentials

/// The file of what a member has typed for a server and not sent, or of what those lines are for.
package struct DraftFile: StateFile {
    /// Bytes of a file; what is longer is not kept.
    static let byteLimit = 1024 * 1024

    /// What of the lines a file keeps.
    package enum Kind: String, Sendable {
        /// The words, which clients of any age read.
        case drafts
        /// What becomes of the words, where they are no messages of their own.
        case purposes
    }

    package let folder: StateFolder
    package let name: String

    /// Names the file; nothing is opened yet.
    ///
    /// - Parameter kind: what of the lines it keeps.
    package init(
        in folder: StateFolder,
        for server: ServerAddress,
        as speaker: MemberName,
        of kind: Kind = .drafts
    ) {
        self.folder = folder
        name = "\(kind.rawValue)-" + StateFolder.stem(for: server, as: speaker)
    }

    /// What was kept, by room.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: nothing if there is no file, or a damaged one.
    package func load() -> [RoomName: String] {
        guard let bytes = folder.read(name, upTo: Self.byteLimit), !bytes.isEmpty,
            // Drafts that cannot be read are lost; that is no reason not to start.
            let texts = try? JSONDecoder().decode([String: String].self, from: Data(bytes))
        else { return [:] }
        var drafts: [RoomName: String] = [:]
        for (name, text) in texts {
            // A name that is none is left out like any other damage.
            if let room = try? RoomName(name) { drafts[room] = text }
        }
        return drafts
    }

    /// Keeps drafts, and these alone.
    ///
    /// Blocks on the disk.
    package func save(_ drafts: [RoomName: String]) throws(FileError) {
        let texts = Dictionary(uniqueKeysWithValues: drafts.map { ($0.key.description, $0.value) })
        // Strings alone are encoded, which cannot fail.
        let bytes = (try? JSONEncoder().encode(texts)).map(Array.init) ?? []
        guard bytes.count <= Self.byteLimit else { throw FileError(code: FileError.tooLarge) }
        try folder.make()
        try folder.replace(name, with: bytes)
    }
}

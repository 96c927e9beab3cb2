package import ChatProtocol

/// The file of what a member has muted, ignored and looks out for: a line an entry.
package struct PreferencesFile: StateFile {
    /// Bytes of a file; what is longer is not kept.
    static let byteLimit = 256 * 1024

    package let folder: StateFolder
    package let name: String

    /// Names the file; nothing is opened yet.
    package init(in folder: StateFolder, for server: ServerAddress, as speaker: MemberName) {
        self.folder = folder
        name = "preferences-" + StateFolder.stem(for: server, as: speaker)
    }

    /// What was kept.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: no line if there is no file.
    package func load() -> [String] {
        let bytes = folder.read(name, upTo: Self.byteLimit) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Keeps lines, and these alone.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter lines: without line breaks.
    package func save(_ lines: [String]) throws(FileError) {
        let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        guard bytes.count <= Self.byteLimit else { throw FileError(code: FileError.tooLarge) }
        try folder.make()
        try folder.replace(name, with: bytes)
    }
}

/// A small file of the state folder, which holds one thing.
package struct StateFile<Content: Sendable>: Sendable {
    let folder: StateFolder
    /// Its name there.
    let name: String
    /// Bytes of it; what is longer is not kept.
    let byteLimit: Int
    /// What some bytes mean: nothing where there are none, or damaged ones.
    let read: @Sendable ([UInt8]) -> Content
    let write: @Sendable (Content) -> [UInt8]

    /// What was kept.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: nothing if there is no file, or a damaged one.
    package func load() -> Content { read(folder.read(name, upTo: byteLimit) ?? []) }

    /// What was kept, for whoever is to write it back.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: `nil` where a file lies there that cannot be read, so that nobody knows what it
    ///   holds.
    package func loadIfReadable() -> Content? {
        folder.isUnreadable(name) ? nil : load()
    }

    /// Keeps something, and that alone.
    ///
    /// Blocks on the disk.
    package func save(_ content: Content) throws(FileError) {
        let bytes = write(content)
        guard bytes.count <= byteLimit else { throw FileError(code: FileError.tooLarge) }
        try folder.make()
        try folder.replace(name, with: bytes)
    }
}

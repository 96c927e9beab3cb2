/// A small file of the state folder, which holds one thing.
package protocol StateFile: Sendable {
    /// What it holds.
    associatedtype Content: Sendable

    /// Where it lies.
    var folder: StateFolder { get }
    /// Its name there.
    var name: String { get }

    /// What was kept.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: nothing if there is no file, or a damaged one.
    func load() -> Content

    /// Keeps something, and that alone.
    ///
    /// Blocks on the disk.
    func save(_ content: Content) throws(FileError)
}

extension StateFile {
    /// What was kept, for whoever is to write it back.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: `nil` where a file lies there that cannot be read, so that nobody knows what it
    ///   holds.
    package func loadIfReadable() -> Content? {
        folder.isUnreadable(name) ? nil : load()
    }
}

import ChatProtocol
import Glibc

/// Paths as people write them.
enum LocalPath {
    /// A path with `~` for the person's own folder.
    ///
    /// - Parameters:
    ///   - path: as it was written.
    ///   - home: the person's own folder; `nil` leaves the path as it is.
    /// - Returns: the path for the system.
    static func expanded(_ path: String, home: String?) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst(1)
    }

    /// Where a file is to be saved.
    ///
    /// - Parameters:
    ///   - file: as a message tells of it; its name may be anything.
    ///   - path: as the person wrote it; `nil` is the present folder.
    ///   - home: the person's own folder.
    /// - Returns: the path of the file, never outside the folder that was meant.
    static func target(for file: FileReference, at path: String?, home: String?) -> String {
        // A name that is none of a file is not the person's to blame: the hash has one.
        let name = (try? FileName(file.name))?.description ?? "file-\(file.sha256.prefix(8))"
        // What begins with a dot would be hidden from the person.
        let shown = name.hasPrefix(".") ? "file" + name : name
        guard let path, !path.isEmpty else { return shown }
        let place = expanded(path, home: home)
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        let isFolder = unsafe stat(place, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
        guard isFolder || place.hasSuffix("/") else { return place }
        return place + (place.hasSuffix("/") ? "" : "/") + shown
    }
}

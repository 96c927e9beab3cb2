import ChatProtocol
import Glibc
import SmallFiles

/// Paths as people write them.
enum LocalPath {
    /// Entries of a folder that are looked at; of a larger one not all are offered.
    private static let entryLimit = 10_000

    /// The files and folders whose paths begin so.
    ///
    /// - Parameters:
    ///   - word: as it was written, may be empty.
    ///   - home: the person's own folder, for `~`.
    /// - Returns: sorted, written as the word is, folders with a slash at their end; those that
    ///   begin with a dot only where one was written. Names that are no UTF-8 are left out.
    static func beginning(with word: String, home: String?) -> [String] {
        if word == "~" { return ["~/"] }
        let end = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
        let (folder, start) = (word[..<end], word[end...])
        let place = folder.isEmpty ? "." : WholePath.expanded(String(folder), home: home)
        // The path is copied by the call.
        guard let entries = unsafe opendir(place) else { return [] }
        defer { unsafe _ = closedir(entries) }
        var found: [String] = []
        var count = 0
        while count < entryLimit, let entry = unsafe readdir(entries) {
            count += 1
            // The name ends with a zero inside the entry.
            let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe Array(bytes.prefix { $0 != 0 })
            }
            guard let name = String(validating: bytes, as: UTF8.self), name.hasPrefix(start),
                name.hasPrefix(".") == start.hasPrefix("."), name != ".", name != ".."
            else { continue }
            found.append(folder + name + (isFolder(place + "/" + name) ? "/" : ""))
        }
        return found.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        return unsafe stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Where a file is to be saved.
    ///
    /// - Parameters:
    ///   - file: as a message tells of it; its name may be anything.
    ///   - path: as the person wrote it; `nil` is the present folder.
    /// - Returns: the path of the file, never outside the folder that was meant.
    static func target(for file: FileReference, at path: String?, home: String?) -> String {
        // A name that is none of a file is not the person's to blame: the hash has one.
        let name = (try? FileName(file.name))?.description ?? "file-\(file.sha256.prefix(8))"
        // What begins with a dot would be hidden from the person, and what begins with a dash would
        // be an option of the next command that is given it.
        let shown = name.hasPrefix(".") || name.hasPrefix("-") ? "file" + name : name
        guard let path, !path.isEmpty else { return shown }
        let place = WholePath.expanded(path, home: home)
        guard isFolder(place) || place.hasSuffix("/") else { return place }
        return place + (place.hasSuffix("/") ? "" : "/") + shown
    }
}

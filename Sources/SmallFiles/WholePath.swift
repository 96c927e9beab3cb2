import Glibc

/// Paths as they are from anywhere.
package enum WholePath {
    /// The path of the same file from the root on.
    ///
    /// Nothing is taken out of it: where `..` leads to behind a link, or behind what is not there,
    /// only the system knows.
    ///
    /// - Parameter path: from the present folder, or from the root.
    /// - Returns: the path with the folders above it, where the system tells them.
    package static func of(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        // The system made the text for us alone.
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }

    /// The path of a file that is there, for people: what leads up and down again is left out.
    ///
    /// - Parameter path: from the present folder, or from the root.
    /// - Returns: the path from the root on, as the system finds the file where `.` or `..` is in
    ///   it.
    package static func ofFile(at path: String) -> String {
        let whole = of(path)
        guard whole.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }),
            let found = unsafe realpath(whole, nil)
        else { return whole }
        // The system made the text for us alone.
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    /// The path of a file that may be written with `~` for the home folder, as shells take it.
    ///
    /// - Parameters:
    ///   - path: as a person wrote it.
    ///   - home: the home folder, asked for where it is needed; `nil` leaves the path as it is.
    /// - Returns: the path for the system.
    package static func expanded(_ path: String, home: @autoclosure () -> String?) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = home() else { return path }
        return home + path.dropFirst()
    }

    /// Whether two paths lead to the same file.
    ///
    /// - Returns: false for two that differ where nothing is there.
    package static func isSame(_ first: String, _ second: String) -> Bool {
        if first == second { return true }
        var (one, other) = (stat(), stat())
        // Each fills one `stat` at an address that lives until the call returns.
        guard unsafe stat(first, &one) == 0, unsafe stat(second, &other) == 0 else { return false }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }
}

import Glibc
import SmallFiles

/// A folder for one picture, for its owner's eyes alone, until the picture was shown.
struct PictureFolder {
    private static let name = "picture"

    private let path: String

    /// Makes the folder; `nil` if it cannot be made.
    init?(in parent: String) {
        guard let folder = TemporaryPlace.folder(in: parent) else { return nil }
        path = folder
    }

    /// Finds the folder of a picture that was fetched.
    ///
    /// - Parameter picture: as ``picture`` told it.
    init(of picture: String) {
        path = String(picture.dropLast(Self.name.utf8.count + 1))
    }

    /// Where the picture is.
    var picture: String { "\(path)/\(Self.name)" }

    /// Removes the folder with what is in it.
    func remove() {
        // Both calls copy the path; the handle is this function's own until it closes it.
        guard let entries = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(entries) {
            // The name ends with a zero inside the entry. `.` and `..` are no files: nothing is
            // done to them.
            unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                let bytes = unsafe UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
                _ = unsafe unlinkat(dirfd(entries), bytes, 0)
            }
        }
        unsafe _ = closedir(entries)
        _ = unsafe rmdir(path)
    }
}

import ChatProtocol
import Logging

/// Files that are there and cannot be read, as another user's: they are not taken for files that
/// are gone.
extension Files {
    /// Lists the stored files, and tells of what cannot be listed.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameter logger: told the first place that cannot be read, and how many there are.
    /// - Returns: the others by their hashes, with their sizes.
    static func stored(in folder: FileFolder, _ logger: Logger) -> [(hash: String, size: Int64)] {
        let (files, failures) = folder.listing()
        if let failure = failures.first {
            logger.warning(
                "some files cannot be read",
                metadata: ["error": "\(failure)", "places": "\(failures.count)"]
            )
        }
        return files
    }

    /// Tells that a stored file cannot be read.
    ///
    /// - Parameter code: what the system said, a number of `errno`.
    /// - Returns: `503 files_unavailable`.
    func unreadable(_ hash: String, _ code: CInt) -> Problem {
        let failure = FileFailure.system(verb: "read", path: path(of: hash), code: code)
        logger.tell(.error, "the files' disk failed", because: failure)
        return .fileUnreadable
    }
}

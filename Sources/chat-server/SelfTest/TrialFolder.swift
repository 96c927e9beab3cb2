import Foundation
import Spawning

/// What a trial's own server has on the disk: a folder on the disk that is tried, and a socket.
struct TrialFolder: Sendable {
    /// Bytes of a socket's path at the most: `sun_path` ends with a NUL.
    private static let socketBytes = 103
    /// Where a socket has a short path of plain letters.
    private static let plainPlace = "/tmp"

    /// The folder itself, from the root on.
    let path: String
    /// Where the server listens.
    let socket: String
    /// Where that lies: the folder itself, if its path can be an address.
    private let socketFolder: String

    /// Makes it.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter above: a folder that is there, on the disk to be tried.
    /// - Throws: ``CommandFailure`` when nothing can be made there.
    init(in above: String) throws(CommandFailure) {
        let name = "/burble-\(getpid())"
        path = try Self.realPath(of: above) + name
        try Self.make(path)
        if Self.isAddress(path + "/socket") {
            socketFolder = path
        } else {
            socketFolder = Self.plainPlace + name
            do throws(CommandFailure) {
                try Self.make(socketFolder)
            } catch {
                Self.remove(path)
                throw error
            }
        }
        socket = socketFolder + "/socket"
    }

    /// Removes all of it; what cannot be removed stays.
    ///
    /// Blocks on the disk.
    func remove() {
        removeSocket()
        Self.remove(path)
    }

    /// Removes what nobody looks into afterwards, beside the folder.
    ///
    /// Blocks on the disk.
    func removeSocket() {
        if socketFolder != path { Self.remove(socketFolder) }
    }

    private static func remove(_ folder: String) {
        // What cannot be removed stays: the test has its result by then.
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func make(_ folder: String) throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false
            )
        } catch {
            throw CommandFailure(.cannotCreate, "cannot make \(folder)")
        }
    }

    private static func realPath(of folder: String) throws(CommandFailure) -> String {
        // The library makes a text of its own, which is copied and then freed.
        guard let found = unsafe realpath(folder, nil) else {
            let words = ProgramStart.Failure(code: errno).words
            throw CommandFailure(.cannotCreate, "--folder: cannot use \(folder): \(words)")
        }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    /// Whether a server can listen at a socket of that path, and a client name it: a comma parts
    /// addresses, and blanks and letters beyond ASCII are in none.
    private static func isAddress(_ path: String) -> Bool {
        path.utf8.count <= socketBytes
            && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") }
    }
}

import ChatProtocol
import Glibc
import SmallFiles

/// The file `moved` in a data folder: its log lives in a database, since a move or from its
/// beginning.
///
/// Two servers that went on with the same log would give the same positions to different events.
struct MovedMark: Sendable, Hashable {
    /// The log.
    let log: LogName
    /// Where it is, without a user or a password.
    let place: String

    private static let name = "/moved"
    /// More than any of our own has.
    private static let byteLimit = 4096

    /// Takes what a mark says.
    ///
    /// - Parameter place: as ``DatabaseAddress/description`` gives it.
    init(log: LogName, place: String) {
        self.log = log
        self.place = place
    }

    /// Reads the mark of a folder; `nil` when there is none.
    ///
    /// - Throws: what the system said; `damaged` for one that says nothing.
    init?(in folder: String) throws(StoreError) {
        let path = folder + Self.name
        let text: String
        do throws(SmallFileFailure) {
            text = try SmallFile(path, .own).text(upTo: Self.byteLimit)
        } catch {
            if error.isMissing { return nil }
            throw .unavailable("cannot read \(error)")
        }
        let lines = text.split(separator: "\n")
        guard lines.count == 2, let log = LogName(String(lines[0])) else {
            throw .damaged(detail: "\(path) names no log: chat-server move writes it")
        }
        self.log = log
        place = String(lines[1])
    }

    /// Puts the mark into a folder, on the disk when this returns.
    func write(in folder: DataFolder) throws(StoreError) {
        let bytes = Array("\(log)\n\(place)\n".utf8)
        do throws(SmallFileFailure) {
            try SmallFile.replace(folder.path + Self.name, with: bytes)
        } catch {
            throw StoreError(writing: error)
        }
        try folder.synchronize()
    }

    /// Takes the mark out of a folder.
    ///
    /// - Parameter folder: whose log did not move.
    static func remove(from folder: DataFolder) {
        // One that stays keeps a server from starting, and the next move takes it along.
        unsafe unlink(folder.path + name)
    }

    /// Why no server serves the log of the folder.
    func refusal(_ folder: DataFolder) -> StoreError {
        let file = folder.path + Self.name
        return .unavailable(
            Self.isLeft(in: folder)
                ? "the log of \(folder.path) was moved to \(place): serve that one (--database), "
                    + "or remove \(file) to go on with what is left in the folder"
                : "the log of \(folder.path) is in \(place): serve that one (--database), or "
                    + "remove \(file) to begin another one in the folder"
        )
    }

    /// Why a database without a log is not served with the folder.
    ///
    /// - Parameter folder: in which the mark is.
    func refusalOfEmptyDatabase(_ folder: DataFolder) -> StoreError {
        .unavailable(
            Self.isLeft(in: folder)
                ? "it holds no log, and that of \(folder.path) is on its way: chat-server move"
                : "it holds no log, and that of \(folder.path) was in \(place): restore it, or "
                    + "remove \(folder.path)\(Self.name) to begin another one"
        )
    }

    /// Whether the folder has the log from before it moved.
    private static func isLeft(in folder: DataFolder) -> Bool {
        unsafe access(folder.databasePath, F_OK) == 0
    }
}

extension DataFolder {
    /// Where the log of a folder is that lives in a database.
    ///
    /// - Returns: the place, without a user or a password; `nil` where no mark names one.
    /// - Throws: what the system said; `damaged` for a mark that says nothing.
    package static func placeElsewhere(ofLogOf folder: String) throws(StoreError) -> String? {
        try MovedMark(in: folder)?.place
    }
}

import ChatProtocol
import SmallFiles

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is kept on the disk beside an unfinished upload, so that it outlives the process.
struct UploadRecord: Codable, Hashable, Sendable {
    var room: String
    var name: String
    var author: String
    /// Bytes that it is going to have, where the client told.
    var length: Int64?
    var key: String?
    /// Milliseconds since 1970.
    var began: Int64
    /// When the room was made, likewise; `nil` where there was none.
    var roomMadeAt: Int64?

    /// The ending of a record's file.
    static let ending = ".json"

    /// Writes it beside the upload, whole or not at all.
    ///
    /// Blocks for the disk.
    ///
    /// - Throws: ``FileFailure/full``, or what the system said.
    func write(beside path: String) throws {
        let record = try JSONEncoder().encode(self)
        do {
            try record.write(to: Self.url(beside: path), options: .atomic)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw FileFailure.full
        }
    }

    /// Reads the one beside an upload.
    ///
    /// Blocks for the disk.
    ///
    /// - Returns: `nil` if there is none, or it cannot be read.
    static func read(beside path: String) -> UploadRecord? {
        // What cannot be read cannot be resumed, and is swept like any temporary.
        guard let data = try? Data(contentsOf: url(beside: path)) else { return nil }
        return try? JSONDecoder().decode(UploadRecord.self, from: data)
    }

    /// Of a path from the present folder Foundation takes out `..`, which may lead elsewhere.
    private static func url(beside path: String) -> URL {
        URL(fileURLWithPath: WholePath.of(path + ending))
    }
}

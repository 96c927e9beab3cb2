import ChatProtocol
import HTTPTypes

extension QueryParameters {
    /// Reads whether what a room has said is to be kept as a file: `download`.
    ///
    /// - Parameters:
    ///   - room: as the caller knows it.
    ///   - ending: of the file's name, without a full stop.
    /// - Returns: the field that names the file; none where that is not asked for.
    /// - Throws: `400 bad_parameter`.
    func downloadFields(_ room: RoomName, _ ending: String) throws(Problem) -> HTTPFields {
        guard try flag("download") else { return [:] }
        return [.contentDisposition: #"attachment; filename="\#(room).\#(ending)""#]
    }
}

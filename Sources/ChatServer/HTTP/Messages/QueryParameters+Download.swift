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
        // In quotation marks it would escape what follows. Source: RFC 9110, section 5.6.4.
        let name = room.description.replacing("\\", with: "_")
        return [.contentDisposition: #"attachment; filename="\#(name).\#(ending)""#]
    }
}

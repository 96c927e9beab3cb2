import ChatProtocol
import HTTPTypes
import Hummingbird

/// What the head of an upload's request says of it.
///
/// Source: draft-ietf-httpbis-resumable-upload, section 4; RFC 9651 for the values.
struct UploadFields: Hashable, Sendable {
    /// Whether the body is the rest of the file; `nil` where the request knows nothing of uploads
    /// in several requests.
    let isLast: Bool?
    /// Where the body begins in the file.
    let offset: Int64?
    /// Bytes of the whole file, where they are told or follow.
    let length: Int64?
    /// Bytes of the body, where they are told.
    let bodyLength: Int64?

    /// Reads the fields.
    ///
    /// - Throws: `400 bad_parameter`, and `400 wrong_length` of a file that ends before its body or
    ///   elsewhere than its last one.
    init(_ request: Request) throws(Problem) {
        let fields = request.headers
        switch fields[.uploadComplete] {
        case nil: isLast = nil
        case "?1": isLast = true
        case "?0": isLast = false
        default: throw .badParameter("Upload-Complete", "?1 or ?0")
        }
        let offset = try Self.number(fields[.uploadOffset], "Upload-Offset")
        let bodyLength = try Self.number(fields[.contentLength], "Content-Length")
        let told = try Self.number(fields[.uploadLength], "Upload-Length")
        let came = (offset ?? 0) + (bodyLength ?? 0)
        let end = isLast == false || bodyLength == nil ? nil : came
        if let told, told < came || told != end ?? told { throw .wrongLength(told, came) }
        self.offset = offset
        self.bodyLength = bodyLength
        length = told ?? end
    }

    private static func number(_ text: String?, _ name: String) throws(Problem) -> Int64? {
        guard let text else { return nil }
        guard let number = WireNumber(text) else {
            throw .badParameter(name, "a whole number of bytes, at most \(WireNumber.maximum)")
        }
        return number.value
    }
}

extension HTTPField.Name {
    /// Source: draft-ietf-httpbis-resumable-upload, section 4.1, as the three below.
    static let uploadComplete = known("Upload-Complete")
    static let uploadOffset = known("Upload-Offset")
    static let uploadLength = known("Upload-Length")
    static let uploadLimit = known("Upload-Limit")
    /// The version of the draft that a client speaks.
    static let uploadDraft = known("Upload-Draft-Interop-Version")
}

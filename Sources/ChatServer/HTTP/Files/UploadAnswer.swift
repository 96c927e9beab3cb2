import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// What is said to the client of an upload, before its end and at it.
enum UploadAnswer {
    /// Tells the client where it can resume, before the body has come.
    ///
    /// Says it to those alone who show that they take an answer before the last one: to others, as
    /// Python's `http.client`, it would be the answer, and the next one that of their next request.
    ///
    /// Source: draft-ietf-httpbis-resumable-upload, section 5.
    ///
    /// - Returns: whether the client was told.
    static func announce(
        _ upload: Upload,
        to request: Request,
        _ limits: ServerLimits,
        _ context: ChatContext
    ) -> Bool {
        let fields = request.headers
        guard context.isMultiplexed || fields[.expect] != nil || fields[.uploadDraft] != nil
        else { return false }
        let status = HTTPResponse.Status(code: 104, reasonPhrase: "Upload Resumption Supported")
        let head = HTTPResponse(status: status, headerFields: Self.fields(of: upload, limits))
        // Of a connection that has gone the body tells.
        context.channel.writeAndFlush(HTTPResponsePart.head(head), promise: nil)
        return true
    }

    /// The address and the bounds of an upload.
    static func fields(of upload: Upload, _ limits: ServerLimits) -> HTTPFields {
        [
            .location: "/uploads/\(upload.id)",
            .uploadLimit: "max-size=\(limits.fileBytes), max-age=\(limits.uploadHours * 3600)",
        ]
    }

    /// How long a file may become.
    ///
    /// - Parameter length: that the client told; `nil` if it did not.
    /// - Returns: the bytes, with the problem of one more.
    static func bound(
        _ length: Int64?,
        _ limits: ServerLimits
    ) -> (bytes: Int64, problem: @Sendable (Int64) -> Problem) {
        let most = limits.fileBytes
        guard let length, length <= Int64(most) else {
            return (Int64(most), { .fileTooLong(limit: most, value: $0) })
        }
        return (length, { .wrongLength(length, $0) })
    }

    /// The answer to the request that completed an upload.
    ///
    /// - Returns: `201`, or `200` for one that was known.
    static func response(_ answer: UploadedFile.Answer) -> Response {
        Response(
            status: answer.isNew ? .created : .ok,
            headers: [.contentType: "application/json", .location: answer.location],
            body: .whole(ByteBuffer(bytes: answer.body))
        )
    }
}

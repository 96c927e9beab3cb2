import ChatProtocol
import HTTPTypes
import Hummingbird

extension Response {
    /// An answer of one JSON value.
    ///
    /// - Returns: the answer, with a newline at its end.
    static func json(
        _ status: HTTPResponse.Status = .ok,
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        .json(status, body: .json { bytes in JSONWriter.append(to: &bytes, write) })
    }

    /// An answer of one JSON value that is written already.
    static func json(_ status: HTTPResponse.Status = .ok, body: ResponseBody) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: body)
    }
}

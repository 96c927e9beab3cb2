import HTTPTypes
import Hummingbird

/// Refuses a body whose bytes are not what it carries: a form of several parts, as `curl -F` sends
/// it, or a compressed one.
///
/// - Parameter request: any.
/// - Throws: `HTTPError` with 415.
func requirePlainBody(_ request: Request) throws {
    let type = request.headers[.contentType]?.lowercased() ?? ""
    let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    guard !type.hasPrefix("multipart/"), coding == "identity" else {
        throw HTTPError(
            .unsupportedMediaType,
            message: "The body is to be the data itself: no form, and not compressed."
        )
    }
}

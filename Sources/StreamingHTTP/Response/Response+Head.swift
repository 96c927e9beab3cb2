import HTTPTypes
public import Hummingbird

extension Response {
    /// The same head, as it is sent to who asks for the head alone: with the body's length if that
    /// is known, and without one if it is not.
    ///
    /// Source: RFC 9110, sections 8.6 and 9.3.2.
    public var withoutBody: Response {
        var response = self
        let length = headers[.contentLength]
        response.body = ResponseBody { try await $0.finish(nil) }
        response.headers[.contentLength] = length
        return response
    }
}

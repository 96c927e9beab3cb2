import HTTPTypes
import Hummingbird

/// The id of the last event that a client has, as a browser's `EventSource` sends it when it comes
/// back.
///
/// - Parameter request: any.
/// - Returns: the id; `nil` from a client that is new.
func lastEventID(of request: Request) -> String? {
    HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }
}

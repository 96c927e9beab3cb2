/// Why a server did not start.
///
/// The text is for the operator's terminal.
package enum ServerError: Error, Sendable, CustomStringConvertible {
    /// The address cannot be listened on.
    case listen(ListenAddress, reason: String)

    package var description: String {
        switch self {
        case .listen(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}

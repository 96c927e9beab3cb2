/// Why a server did not start.
///
/// The text is for the operator's terminal.
package enum ServerError: Error, Sendable, CustomStringConvertible {
    /// The address cannot be listened on.
    case listen(ListenAddress, reason: String)
    /// A file of the certificate or its key cannot be used.
    case tls(file: String, reason: String)

    package var description: String {
        switch self {
        case .listen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .tls(let file, let reason): "cannot use \(file) for TLS: \(reason)"
        }
    }
}

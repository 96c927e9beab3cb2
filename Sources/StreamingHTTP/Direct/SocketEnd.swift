import Glibc
import NIOCore

/// What a client hears of a connection's end when its socket is closed, also by the system because
/// the process has died.
enum SocketEnd {
    /// What was sent still arrives, and then the end.
    case orderly
    /// An error: a body whose end is the connection's is not taken for a whole one.
    ///
    /// What the client has not taken yet is lost.
    case reset

    /// Decides how a connection ends from now on.
    ///
    /// Does not suspend; on the channel's event loop. A channel without a socket, and a socket that
    /// cannot reset, are left as they are.
    ///
    /// - Parameters:
    ///   - end: what its client is to hear.
    ///   - channel: of a whole connection, not of one request in it.
    static func set(_ end: SocketEnd, of channel: any Channel) {
        guard let socket = channel as? any SocketOptionProvider else { return }
        // Source: socket(7), SO_LINGER, and tcp(7): a close that waits for nothing resets.
        _ = socket.setSoLinger(linger(l_onoff: end == .reset ? 1 : 0, l_linger: 0))
    }
}

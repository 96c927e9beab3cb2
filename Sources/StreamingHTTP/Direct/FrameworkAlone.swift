import NIOCore
import NIOHTTP1

/// Leaves every request to the framework.
struct FrameworkAlone: DirectResponder {
    private final class Session: DirectSession {
        func way(of head: HTTPRequestHead) -> DirectWay { .framework }
    }

    /// Begins with a connection.
    ///
    /// - Returns: what picks none of its requests.
    func session(with peer: SocketAddress?) -> any DirectSession { Session() }
}

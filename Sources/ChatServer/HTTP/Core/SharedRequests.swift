import NIOCore
import Synchronization

/// The requests that go on at a time on connections which carry many (HTTP/2), bounded as
/// connections are: each may hold what a connection holds.
final class SharedRequests: Sendable {
    private let limit: Int
    private let count = Atomic<Int>(0)

    /// Begins with none.
    ///
    /// - Parameter limit: the most at a time.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a place until a request's channel closes.
    ///
    /// Does not suspend.
    ///
    /// - Parameter channel: of the request.
    /// - Returns: false if there is no place left.
    func begin(_ channel: any Channel) -> Bool {
        guard count.add(1, ordering: .relaxed).newValue <= limit else {
            count.subtract(1, ordering: .relaxed)
            return false
        }
        channel.closeFuture.whenComplete { _ in self.count.subtract(1, ordering: .relaxed) }
        return true
    }
}

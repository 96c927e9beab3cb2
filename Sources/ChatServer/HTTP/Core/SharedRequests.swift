import NIOCore
import StreamingHTTP
import Synchronization

/// The requests that go on at a time on connections which carry many (HTTP/2), bounded as
/// connections are, in all and of one address: each may hold what a connection holds.
final class SharedRequests: Sendable {
    private let limit: Int
    private let limitOfAddress: Int
    private let limitOfLoopback: Int
    private let counts = Mutex(ClientCounts<[UInt8]>())

    /// Begins with none.
    ///
    /// - Parameters:
    ///   - limit: the most at a time.
    ///   - limitOfAddress: the most of one address, of IPv6 of one network of 64 bits.
    ///   - limitOfLoopback: the same for addresses of this machine.
    init(limit: Int, limitOfAddress: Int, limitOfLoopback: Int) {
        self.limit = limit
        self.limitOfAddress = limitOfAddress
        self.limitOfLoopback = limitOfLoopback
    }

    /// Takes a place until a request's channel closes.
    ///
    /// Does not suspend.
    ///
    /// - Returns: false if there is no place left.
    func begin(_ channel: any Channel) -> Bool {
        let peer = channel.remoteAddress.flatMap { IPAddress($0) }
        // A Unix socket's other side has no address.
        let network = peer?.network
        let most = peer?.isLoopback == true ? limitOfLoopback : limitOfAddress
        guard counts.withLock({ take(network, most, &$0) }) else { return false }
        channel.closeFuture.whenComplete { _ in
            self.counts.withLock { $0.give(1, of: network) }
        }
        return true
    }

    private func take(
        _ network: [UInt8]?,
        _ most: Int,
        _ counts: inout ClientCounts<[UInt8]>
    ) -> Bool {
        guard counts.all < limit, network == nil || counts.count(of: network) < most else {
            return false
        }
        counts.take(1, for: network)
        return true
    }
}

import NIOCore
import Synchronization

/// The connections that are open, so that a server that stops can close those that do not go.
///
/// Bounded by the process's descriptors: a connection is here just while it holds one.
public final class Connections: Sendable {
    /// What has gone over them.
    public let traffic = Traffic()
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// Makes an empty set.
    public init() {}

    /// How many are open.
    public var count: Int { channels.withLock { $0.count } }

    /// Closes every connection that is open now, whatever it is in the middle of.
    public func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }

    /// Counts a connection until it closes, and what goes over it; once, if it is told of twice.
    ///
    /// - Parameter channel: of the connection, which is open; on its event loop.
    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        guard channels.withLock({ $0.updateValue(channel, forKey: id) }) == nil else { return }
        // A pipeline that is being taken down brings nothing more.
        try? channel.pipeline.syncOperations.addHandler(TrafficHandler(traffic), position: .first)
        channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[id] = nil } }
    }
}

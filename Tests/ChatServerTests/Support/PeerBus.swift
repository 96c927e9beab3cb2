import ChatProtocol
import ChatStore
import Synchronization

@testable import ChatServer

/// The bus of one of several servers in one process, which hear each other at once.
final class PeerBus: NodeBus {
    /// What joins them.
    final class Hub: Sendable {
        fileprivate let buses = Mutex<[PeerBus]>([])
        /// Whether what is sent is lost.
        let isCut = Atomic<Bool>(false)

        /// Tells each that it may have missed something.
        func tellMissed() {
            for bus in buses.withLock({ $0 }) { bus.told.yield(.missed) }
        }
    }

    let node: Node
    let news: AsyncStream<NodeNews>
    private let told: AsyncStream<NodeNews>.Continuation
    private let hub: Hub

    /// Joins a hub, with the next number.
    init(_ hub: Hub, name: String = "") {
        self.hub = hub
        (news, told) = AsyncStream.makeStream()
        let count = hub.buses.withLock { $0.count }
        let now = Timestamp.now()
        node = Node(
            number: NodeNumber(Int64(count) + 1),
            name: name.isEmpty ? "node-\(count + 1)" : name,
            version: "test",
            startedAt: now,
            seenAt: now
        )
        told.yield(.missed)
        hub.buses.withLock { $0.append(self) }
    }

    func send(_ topic: Notice.Topic, _ text: String) -> Bool {
        guard text.utf8.count <= Notice.textLimit else { return false }
        guard !hub.isCut.load(ordering: .relaxed) else { return true }
        let notice = Notice(from: node.number, topic: topic, text: text)
        for bus in hub.buses.withLock({ $0 }) where bus !== self {
            bus.told.yield(.notice(notice))
        }
        return true
    }

    /// All of them have just told that they are there.
    func nodes() async -> [Node] {
        let now = Timestamp.now()
        return hub.buses.withLock { $0.map(\.node) }.map { node in
            Node(
                number: node.number,
                name: node.name,
                version: node.version,
                startedAt: node.startedAt,
                seenAt: now
            )
        }
    }
}

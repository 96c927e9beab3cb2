/// The bus of a server that writes its log alone: nobody hears what it sends.
package struct LocalBus: NodeBus {
    package let node: Node

    /// Makes one.
    package init(_ node: Node) {
        self.node = node
    }

    /// Ends at once.
    package var news: AsyncStream<NodeNews> { AsyncStream { $0.finish() } }

    /// Takes any notice, and lets it go.
    package func send(_ topic: Notice.Topic, _ text: String) -> Bool { true }

    /// The one server.
    package func nodes() async -> [Node] { [node] }
}

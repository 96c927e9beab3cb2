import ChatProtocol
import ChatStore

extension Operator {
    /// The servers that write the log, each with what it has to do as it told last.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter own: what this server has to do now.
    /// - Returns: in order of their numbers.
    /// - Throws: the store's problem.
    func nodes(own: NodeLoad) async throws(Problem) -> [(node: Node, load: NodeLoad)] {
        let (nodes, loads) = try await attempt { () async throws(StoreError) in
            (try await gate.store.nodes(), try await gate.loads())
        }
        return nodes.map { node in
            let isOwn = node.number == gate.store.node.number
            return (node, isOwn ? own : loads[node.number] ?? NodeLoad())
        }
    }

    /// Whether a server is this one.
    ///
    /// - Parameter node: of ``nodes(own:)``.
    /// - Returns: true for one.
    func isOwn(_ node: Node) -> Bool { node.number == gate.store.node.number }
}

extension Gate {
    fileprivate func loads() async throws(StoreError) -> [NodeNumber: NodeLoad] {
        store.isShared ? try await store.loads() : [:]
    }
}

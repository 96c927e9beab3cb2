import ChatProtocol
import ChatStore

extension Operator {
    /// The servers that write the log, each with what it has to do as it told last.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter own: what this server has to do now.
    /// - Returns: in order of their numbers.
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

    /// Tells the server that may have a stream to end it; that one tells the audit.
    ///
    /// Suspends to ask which servers there are.
    ///
    /// - Parameter stream: none of this server.
    /// - Returns: false when no other server that is there can have it.
    /// - Throws: the store's problem, also where too much waits to be told.
    func tellEnd(of stream: StreamID) async throws(Problem) -> Bool {
        let nodes = try await attempt { () async throws(StoreError) in
            try await gate.store.nodes()
        }
        let isThere = nodes.contains { node in
            !node.isAway && !isOwn(node) && stream.isFrom(node.number)
        }
        guard isThere else { return false }
        guard gate.store.bus.send(.dismiss, DismissNotice(stream: stream, name: name).text) else {
            throw .storageUnavailable
        }
        return true
    }
}

extension Gate {
    fileprivate func loads() async throws(StoreError) -> [NodeNumber: NodeLoad] {
        store.isShared ? try await store.loads() : [:]
    }
}

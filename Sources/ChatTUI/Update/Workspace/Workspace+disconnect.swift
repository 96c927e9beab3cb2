import ChatProtocol

/// Leaving a server, for this run.
extension Workspace {
    /// Leaves a server: another one comes to the front if it is there.
    ///
    /// It stays among the models until its driver was told, which keeps what it has.
    ///
    /// - Parameters:
    ///   - text: its name, a part of it, or its number from 1; the one that it is said to if empty.
    ///   - origin: the server that it is said to.
    /// - Returns: what the drivers are to do; that this one ends is the last.
    /// - Throws: why none is left.
    mutating func disconnect(
        _ text: String,
        from origin: Int
    ) throws(CommandFault) -> [ServerEffect] {
        guard hasSeveral else {
            throw CommandFault("this is your only server; /quit leaves the client")
        }
        let server = try text.isEmpty ? origin : server(named: text)
        let unsent = models[server].unsent.words.map { "; \($0)" } ?? ""
        var effects = server == front ? show(server: neighbor(of: server)) : []
        effects += say("\(models[server].serverName) is left\(unsent)")
        return effects + [ServerEffect(server: server, effect: .disconnect)]
    }

    /// The server where one was before, else the one above.
    private func neighbor(of server: Int) -> Int {
        if let last, last.server != server, models.indices.contains(last.server) {
            return last.server
        }
        return server == 0 ? 1 : server - 1
    }

    /// Takes a server out that was left: those behind it move up.
    ///
    /// - Parameter server: an index of ``models``; nothing happens for the one in front.
    /// - Returns: that the picture is another one.
    package mutating func remove(_ server: Int) -> Outcome {
        guard models.indices.contains(server), server != front else {
            return Outcome(effects: [], isSeen: false)
        }
        models.remove(at: server)
        front = Self.moved(front, without: server) ?? 0
        let names = models.map(\.serverName)
        for index in models.indices { models[index].servers = names }
        last = last.flatMap { stop in
            Self.moved(stop.server, without: server).map { Stop(server: $0, room: stop.room) }
        }
        // The ways back may lead through it.
        tour = nil
        origin = nil
        owed = owed.compactMap { $0.moved(without: server) }
        return Outcome(effects: [], isSeen: true)
    }

    /// Where a server stands once another one is out.
    ///
    /// - Parameter server: the one that is taken out.
    /// - Returns: `nil` for that one.
    static func moved(_ index: Int, without server: Int) -> Int? {
        index == server ? nil : index - (index > server ? 1 : 0)
    }
}

extension Owed {
    /// The same once a server is out.
    ///
    /// - Parameter server: the one that is taken out.
    /// - Returns: `nil` if it was of that one.
    fileprivate func moved(without server: Int) -> Owed? {
        switch self {
        case .list(let own, let list):
            Workspace.moved(own, without: server).map { .list(server: $0, list) }
        case .output(let own, let command, let room):
            Workspace.moved(own, without: server).map {
                .output(server: $0, command: command, room: room)
            }
        }
    }
}

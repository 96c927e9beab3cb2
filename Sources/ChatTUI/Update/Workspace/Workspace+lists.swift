import ChatProtocol

/// The lists that join what all servers have: rooms to go to, what is unread, the servers.
extension Workspace {
    /// The rows that can be chosen.
    ///
    /// - Parameter chooser: which list, and what was typed.
    /// - Returns: at most ``Chooser/limit``, the best first.
    func choices(of chooser: Chooser) -> [Chooser.Choice] {
        let all =
            switch chooser.kind {
            case .found: models[front].foundChoices
            case .rooms: roomChoices(chooser.query.text)
            case .catchUp: unreadChoices
            case .servers: serverChoices
            case .pins: models[front].pinChoices
            }
        return Array(all.prefix(Chooser.limit(of: chooser.kind)))
    }

    private func roomChoices(_ typed: String) -> [Chooser.Choice] {
        let letters = Model.letters(of: typed)
        let order = [front] + models.indices.filter { $0 != front }
        var ranked = order.flatMap { server in
            models[server].rankedRooms(letters, isInFront: server == front).map { ranked in
                var ranked = ranked
                ranked.server = server
                return ranked
            }
        }
        // Of what fits as well, the server in front comes first.
        let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        ranked.sort { one, other in
            if one.score != other.score { return one.score > other.score }
            if one.weight != other.weight { return one.weight > other.weight }
            if one.server != other.server {
                return rank[one.server, default: 0] < rank[other.server, default: 0]
            }
            return one.name < other.name
        }
        var choices = ranked.map { ranked in
            var choice = ranked.choice
            choice.server = ranked.server
            return choice
        }
        if var new = models[front].newRoomChoice(letters, beside: ranked.map(\.name)) {
            new.server = front
            choices.append(new)
        }
        return named(choices)
    }

    private var unreadChoices: [Chooser.Choice] {
        let all = models.indices.flatMap { server in
            models[server].unreadChoices.map { choice in
                var choice = choice
                choice.server = server
                return choice
            }
        }
        // Each server's list has these sections in this order; so has the joined one.
        let sections = [Model.mentionSection, Model.directSection, Model.unreadSection]
        return named(sections.flatMap { section in all.filter { $0.section == section } })
    }

    private var serverChoices: [Chooser.Choice] {
        models.indices.map { server in
            let model = models[server]
            let waiting = model.rooms.filter(model.isWaiting)
            var words = [model.stateWord ?? "live", "\(model.name)", model.server]
            let count = waiting.reduce(Int64(0)) { $0 + $1.shownUnread }
            if count > 0 { words.append("\(count) unread") }
            if server == front { words.append("here") }
            return Chooser.Choice(
                text: .server(model.serverName, words.joined(separator: " \(Glyph.dot) ")),
                goal: .server,
                server: server
            )
        }
    }

    /// What is unread in each room, in one line: `#general 3 @1, @bob 2`.
    var unreadCounts: String {
        let counts = seats.compactMap { seat -> String? in
            let model = models[seat.server]
            let room = model.rooms[seat.room]
            guard model.isWaiting(room) else { return nil }
            let title = hasSeveral ? "#\(model.serverName)/\(room.name)" : room.title
            return "\(title) \(room.unreadText)"
        }
        return counts.isEmpty ? "nothing is unread" : counts.joined(separator: ", ")
    }

    /// Puts the server's name to each room that has its name on two servers, also where the other
    /// one is not among the choices: it may be the one that shows.
    private func named(_ choices: [Chooser.Choice]) -> [Chooser.Choice] {
        guard hasSeveral else { return choices }
        var owners: [RoomName: Set<Int>] = [:]
        for (server, model) in models.enumerated() {
            for room in model.rooms { owners[room.name, default: []].insert(server) }
        }
        for choice in choices {
            if let room = choice.goal.room { owners[room, default: []].insert(choice.server ?? 0) }
        }
        return choices.map { choice in
            guard let room = choice.goal.room, owners[room, default: []].count > 1 else {
                return choice
            }
            var choice = choice
            choice.serverName = models[choice.server ?? front].serverName
            return choice
        }
    }

    /// Has the servers that are not in front list their rooms.
    func loadRooms() -> [ServerEffect] {
        connected.map { ServerEffect(server: $0, effect: .loadRooms) }
    }

    /// Has the servers that are not in front load what is unread and not held.
    mutating func loadUnread() -> [ServerEffect] {
        connected.flatMap { deliver(models[$0].loadUnread(), from: $0) }
    }

    /// The servers that are not in front and can answer.
    private var connected: [Int] {
        models.indices.filter { $0 != front && models[$0].isConnected }
    }

    /// Moves the choice in the list that is open.
    ///
    /// - Parameter rows: down, or up if negative.
    mutating func moveChoice(by rows: Int) -> [ServerEffect] {
        guard case .chooser(let chooser)? = models[front].overlay else { return [] }
        models[front].move(chooser, by: rows, count: choices(of: chooser).count)
        return []
    }

    /// Does what the chosen row says.
    mutating func choose() -> [ServerEffect] {
        guard case .chooser(let chooser)? = models[front].overlay else { return [] }
        let choices = choices(of: chooser)
        let choice = choices.dropFirst(chooser.index).first ?? choices.last
        let server = choice?.server ?? front
        guard let choice, server != front else {
            return deliver(models[front].choose(choice), from: front)
        }
        let place = models[front].place
        let old = front
        let left = bring(server)
        let effects: [Effect]
        switch choice.goal {
        case .server:
            effects = models[front].comeForward(to: models[front].front, isFocused: isFocused)
        case .room(let name):
            effects = models[front].comeForward(joining: name, isFocused: isFocused)
        case .message(let name, let seq):
            effects = models[front].visit(seq, in: name, isFocused: isFocused)
            origin = Origin(server: old, place: place, led: here)
        }
        return left + deliver(effects, from: front)
    }
}

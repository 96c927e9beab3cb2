import ChatProtocol

/// Going from room to room over all servers.
extension Workspace {
    /// A room that is followed, by its place.
    struct Seat: Hashable {
        var server: Int
        /// Of the model's rooms.
        var room: Int
    }

    /// All rooms that are followed, in the order of the room list.
    var seats: [Seat] {
        models.indices.flatMap { server in
            models[server].roomOrder.map { Seat(server: server, room: $0) }
        }
    }

    /// Does what reaches beyond one server.
    ///
    /// - Parameter server: whose; it may be behind where a program orders something there.
    /// - Returns: what the drivers are to do.
    /// - Throws: why it is not done.
    mutating func perform(
        _ request: WorkspaceRequest,
        from server: Int
    ) throws(CommandFault) -> [ServerEffect] {
        switch request {
        case .step(let steps): return step(steps)
        case .room(let number):
            let seats = seats
            return seats.indices.contains(number) ? show(seats[number]) : []
        case .roomNamed(let text): return try show(roomNamed: text)
        case .listRow(let row): return show(listRow: row)
        case .scrollList(let rows): return scrollList(by: rows)
        case .nextUnread: return showNextUnread()
        case .last: return last.flatMap { seat(of: $0) }.map { show($0) } ?? []
        case .back: return goBack()
        case .server(let text): return try show(serverNamed: text)
        case .disconnect(let text): return try disconnect(text, from: server)
        case .shareSettings: return shareSettings()
        case .loadRooms: return loadRooms()
        case .loadUnread: return loadUnread()
        case .moveChoice(let rows): return moveChoice(by: rows)
        case .choose: return choose()
        case .counts: return say(unreadCounts)
        case .leave: return leave()
        case .goOnInLines: return try goOnInLines()
        }
    }

    /// Where a room stands; `nil` if it is not followed any more.
    private func seat(of stop: Stop) -> Seat? {
        models[stop.server].index(of: stop.room).map { Seat(server: stop.server, room: $0) }
    }

    /// Brings a room to the front.
    ///
    /// - Returns: loads, and what is read by that.
    mutating func show(_ seat: Seat) -> [ServerEffect] {
        guard seat.server != front else {
            return deliver(models[front].show(seat.room), from: front)
        }
        let left = bring(seat.server)
        let effects = models[front].comeForward(to: seat.room, isFocused: isFocused)
        return left + deliver(effects, from: front)
    }

    /// Brings a server to the front, whose model is then to be told where to.
    ///
    /// - Parameter server: another than the one in front.
    /// - Returns: what the one that goes sends.
    mutating func bring(_ server: Int) -> [ServerEffect] {
        let old = front
        let effects = deliver(models[old].stepBack(), from: old)
        front = server
        // The terminal and what was cut are the person's, not a server's.
        models[server].takesMouse = models[old].takesMouse
        models[server].reading.isClean = models[old].reading.isClean
        models[server].ring = models[old].ring
        models[server].viewerCheck = models[old].viewerCheck
        models[server].away = models[old].away
        // The one that is in front keeps it for the next start.
        models[old].away = nil
        if !models[old].showsWelcome { models[server].showsWelcome = false }
        return effects
    }

    private mutating func step(_ steps: Int) -> [ServerEffect] {
        let seats = seats
        let place = Seat(server: front, room: models[front].front)
        guard let index = seats.firstIndex(of: place) else { return [] }
        let count = seats.count
        return show(seats[((index + steps) % count + count) % count])
    }

    private mutating func show(listRow row: Int) -> [ServerEffect] {
        let height = ScreenLayout(models[front]).list.height
        let rows = RoomList.window(of: self, height: height)
        guard rows.indices.contains(row) else { return [] }
        switch rows[row] {
        case .entry(.server(let server)): return show(server: server)
        case .entry(.room(let seat, _)): return show(seat)
        case .hidden(let hidden): return show(hidden.seat)
        }
    }

    /// Moves the list of rooms; the next room that one goes to brings it back.
    private mutating func scrollList(by rows: Int) -> [ServerEffect] {
        let height = ScreenLayout(models[front]).list.height
        let entries = RoomList.entries(of: self)
        let offset = models[front].reading.listOffset
        let first = RoomList.first(in: entries, of: self, height: height)
        let moved = max(0, min(first + rows, entries.count - height))
        models[front].reading.listOffset = offset + moved - first
        return []
    }

    /// Brings a server to the front, at the room that showed of it.
    ///
    /// - Parameter server: an index of ``models``.
    /// - Returns: as ``show(_:)``.
    mutating func show(server: Int) -> [ServerEffect] {
        guard server != front else { return [] }
        return show(Seat(server: server, room: models[server].front))
    }

    private mutating func show(serverNamed text: String) throws(CommandFault) -> [ServerEffect] {
        guard hasSeveral else {
            let hint = "--server or a section [server NAME] of the configuration adds one"
            let words = "\(models[front].server) is the only server; \(hint)"
            // Why another one is not there, these words say as well.
            let isNamed = (try? server(named: text)) != nil
            guard text.isEmpty || isNamed else { throw CommandFault(words) }
            return say(words)
        }
        guard !text.isEmpty else { return deliver(models[front].open(.servers), from: front) }
        return show(server: try server(named: text))
    }

    /// The server that a word means.
    ///
    /// - Parameter text: its name, a part of it, or its number from 1.
    /// - Returns: an index of ``models``.
    /// - Throws: why it is none, or which ones it may be.
    func server(named text: String) throws(CommandFault) -> Int {
        let names = models[front].servers
        let wanted = text.lowercased()
        let folded = names.map { $0.lowercased() }
        if let exact = folded.firstIndex(of: wanted) { return exact }
        if let number = Command.number(wanted), models.indices.contains(number - 1) {
            return number - 1
        }
        let found = folded.indices.filter { folded[$0].firstRange(of: wanted) != nil }
        guard found.count == 1 else {
            let all = names.joined(separator: ", ")
            let words = found.isEmpty ? "there is no server \(text): \(all)" : "it may be: \(all)"
            throw CommandFault(words)
        }
        return found[0]
    }

    /// The rooms of the server in front come before those of the others.
    private mutating func show(roomNamed text: String) throws(CommandFault) -> [ServerEffect] {
        if let number = Command.number(text), seats.indices.contains(number - 1) {
            return show(seats[number - 1])
        }
        let own = seats.filter { $0.server == front && name($0).firstRange(of: text) != nil }
        let found =
            own.isEmpty ? seats.filter { name($0).firstRange(of: text) != nil } : own
        if let exact = found.first(where: { name($0) == text }) { return show(exact) }
        guard let only = found.first else {
            throw CommandFault("you are in no room with \(text) in its name; /join enters one")
        }
        guard found.count == 1 else {
            let names = found.map { seat in
                let server = seat.server == front ? "" : " (\(models[seat.server].serverName))"
                return name(seat) + server
            }
            throw CommandFault("it may be \(names.joined(separator: ", "))")
        }
        return show(only)
    }

    private func name(_ seat: Seat) -> String {
        models[seat.server].rooms[seat.room].name.description
    }

    /// Says something to the person, beside the server that is in front.
    mutating func say(_ words: String) -> [ServerEffect] {
        deliver(models[front].show(notice: words), from: front)
    }

    private mutating func leave() -> [ServerEffect] {
        let unsent = models.map(\.unsent).reduce(Model.Unsent()) { $0 + $1 }
        guard let words = unsent.words else {
            models[front].showsWelcome = false
            return [ServerEffect(server: front, effect: .quit)]
        }
        return deliver(models[front].ask(.leave(words)), from: front)
    }

    /// Leaves the screen for lines at the server in front: what waits in an outbox goes out there,
    /// or at the next start, and nothing else does.
    private mutating func goOnInLines() throws(CommandFault) -> [ServerEffect] {
        for (server, model) in models.enumerated() {
            guard let transfer = model.transfers.first else { continue }
            let words = "\(transfer.name) is on its way"
            throw CommandFault(
                server == front
                    ? "\(words); /cancel stops it"
                    : "\(words) at \(model.serverName); /cancel stops it there"
            )
        }
        let unsent = models.map(\.unsent).reduce(Model.Unsent()) { $0 + $1 }
        if unsent.refused + unsent.held > 0, let words = unsent.words { throw CommandFault(words) }
        models[front].showsWelcome = false
        return [ServerEffect(server: front, effect: .goOnInLines)]
    }
}

// MARK: - What is unread

extension Workspace {
    /// Goes to the next room of all with a mention, else a direct one with something unread, else
    /// any; when all was seen, back to where that began, to the row.
    private mutating func showNextUnread() -> [ServerEffect] {
        let start = Origin(server: front, place: models[front].place, led: here)
        var tour = tour ?? Tour(origin: start)
        tour.visited[here] = models[front].room.newest
        guard let found = best(unvisitedBy: tour) else { return endTour() }
        let effects =
            found.server == front
            ? deliver(models[front].show(found.room, keepingJumps: true), from: front)
            : show(found)
        tour.origin.led = here
        self.tour = tour
        return effects
    }

    private func best(unvisitedBy tour: Tour) -> Seat? {
        let seats = seats
        let place = seats.firstIndex { $0.server == front && $0.room == models[front].front } ?? 0
        // To look into a room does not make it read: each is gone to once, until more comes.
        let others = (seats[place...].dropFirst() + seats[..<place]).filter { seat in
            let room = models[seat.server].rooms[seat.room]
            let stop = Stop(server: seat.server, room: room.name)
            return models[seat.server].isWaiting(room) && room.newest > tour.visited[stop] ?? 0
        }
        func room(_ seat: Seat) -> Room { models[seat.server].rooms[seat.room] }
        return others.first { room($0).mentions > 0 } ?? others.first { room($0).isDirect }
            ?? others.first
    }

    private mutating func endTour() -> [ServerEffect] {
        guard let tour else { return say("nothing is unread") }
        self.tour = nil
        return go(to: tour.origin)
    }

    private mutating func goBack() -> [ServerEffect] {
        guard let origin else { return [] }
        self.origin = nil
        return go(to: origin)
    }

    private mutating func go(to origin: Origin) -> [ServerEffect] {
        guard origin.server != front else {
            return deliver(models[front].go(to: origin.place), from: front)
        }
        let left = bring(origin.server)
        let seen = deliver(models[front].focus(isFocused), from: front)
        return left + seen + deliver(models[front].go(to: origin.place), from: front)
    }
}

import ChatProtocol

extension Model {
    /// Opens a list to choose from.
    ///
    /// - Returns: the server's rooms, if they are to be gone to.
    mutating func open(_ kind: Chooser.Kind) -> [Effect] {
        overlay = .chooser(Chooser(kind: kind))
        notice = nil
        completion = nil
        reading.watch = nil
        guard kind == .rooms else { return [] }
        return (isConnected ? [.loadRooms] : []) + [.workspace(.loadRooms)]
    }

    /// Takes a key while a list is open.
    mutating func take(_ key: Key, _ action: Action?, in chooser: Chooser) -> [Effect] {
        let page = max(1, ScreenLayout(self).pane.height - 2)
        switch action {
        case .older, .previousRoom, .complete(back: true), .scrollUp: return move(by: -1)
        case .newer, .nextRoom, .complete(back: false), .scrollDown: return move(by: 1)
        case .pageUp, .halfPageUp: return move(by: -page)
        case .pageDown, .halfPageDown: return move(by: page)
        case .send: return [.workspace(.choose)]
        case .escape, .interrupt, .goTo, .catchUp: return closeChooser()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        default:
            var typed = chooser
            guard chooser.kind == .rooms, typed.query.take(key, action) else { return [] }
            typed.index = 0
            overlay = .chooser(typed)
        }
        return []
    }

    private func move(by rows: Int) -> [Effect] { [.workspace(.moveChoice(rows))] }

    /// Moves the choice in a list.
    ///
    /// - Parameters:
    ///   - rows: down, or up if negative.
    ///   - count: how many rows there are.
    mutating func move(_ chooser: Chooser, by rows: Int, count: Int) {
        var moved = chooser
        let last = max(0, count - 1)
        moved.index = min(max(0, min(chooser.index, last) + rows), last)
        overlay = .chooser(moved)
    }

    private mutating func closeChooser() -> [Effect] {
        overlay = nil
        return loadWhatShows() + markShown()
    }

    /// Closes the list, and does what a row of it says.
    ///
    /// - Parameter choice: of this server; `nil` only closes.
    mutating func choose(_ choice: Chooser.Choice?) -> [Effect] {
        guard let choice else { return closeChooser() }
        overlay = nil
        switch choice.goal {
        case .server: return closeChooser()
        case .room(let name) where name == room.name: return closeChooser()
        case .room(let name): return enter(name)
        case .message(let name, let seq): return jump(to: seq, in: name)
        }
    }

    /// What the server found, as rows: without what was taken back since, and without members who
    /// are ignored.
    var foundChoices: [Chooser.Choice] {
        (reading.found?.hits ?? []).filter { hit in
            let timeline = index(of: hit.room).map { rooms[$0].timeline }
            return !preferences.ignored.contains(hit.user)
                && timeline?.appliedChanges[hit.seq]?.isDeleted != true
        }.map {
            Chooser.Choice(text: .message($0), goal: .message($0.room, seq: $0.seq))
        }
    }
}

extension Chooser {
    /// Rows that a list has at most.
    ///
    /// - Returns: for what the server found, all that is kept.
    static func limit(of kind: Kind) -> Int {
        kind == .found ? Found.limit : limit
    }
}

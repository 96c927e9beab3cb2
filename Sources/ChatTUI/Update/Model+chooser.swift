import ChatProtocol

extension Model {
    /// Opens a list to choose from.
    ///
    /// - Parameter kind: of what.
    /// - Returns: the server's rooms, if they are to be gone to.
    mutating func open(_ kind: Chooser.Kind) -> [Effect] {
        overlay = .chooser(Chooser(kind: kind))
        notice = nil
        completion = nil
        reading.watch = nil
        return kind == .rooms && isConnected ? [.loadRooms] : []
    }

    /// Takes a key while a list is open.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - action: what it does elsewhere.
    ///   - chooser: the list.
    /// - Returns: what follows.
    mutating func take(_ key: Key, _ action: Action?, in chooser: Chooser) -> [Effect] {
        let page = max(1, ScreenLayout(self).pane.height - 2)
        switch action {
        case .older, .previousRoom, .complete(back: true), .scrollUp: move(chooser, by: -1)
        case .newer, .nextRoom, .complete(back: false), .scrollDown: move(chooser, by: 1)
        case .pageUp, .halfPageUp: move(chooser, by: -page)
        case .pageDown, .halfPageDown: move(chooser, by: page)
        case .send: return choose(chooser)
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

    private mutating func move(_ chooser: Chooser, by rows: Int) {
        var moved = chooser
        let last = max(0, choices(of: chooser).count - 1)
        moved.index = min(max(0, min(chooser.index, last) + rows), last)
        overlay = .chooser(moved)
    }

    private mutating func closeChooser() -> [Effect] {
        overlay = nil
        return loadWhatShows() + markShown()
    }

    private mutating func choose(_ chooser: Chooser) -> [Effect] {
        let choices = choices(of: chooser)
        guard let choice = choices.dropFirst(chooser.index).first ?? choices.last else {
            return closeChooser()
        }
        overlay = nil
        switch choice.goal {
        case .room(let name) where name == room.name: return closeChooser()
        case .room(let name): return join(name)
        case .message(let name, let seq): return jump(to: seq, in: name)
        }
    }

    /// The rows that can be chosen.
    ///
    /// - Parameter chooser: which list, and what was typed.
    /// - Returns: at most ``Chooser/limit``, the best first.
    func choices(of chooser: Chooser) -> [Chooser.Choice] {
        let all =
            switch chooser.kind {
            case .rooms: roomChoices(chooser.query.text)
            case .catchUp: unreadChoices
            case .found:
                (reading.found?.hits ?? []).map {
                    Chooser.Choice(
                        text: .message($0),
                        goal: .message($0.room, seq: $0.seq)
                    )
                }
            }
        return Array(all.prefix(Chooser.limit(of: chooser.kind)))
    }
}

extension Chooser {
    /// Rows that a list has at most.
    ///
    /// - Parameter kind: of the list.
    /// - Returns: for what the server found, all that is kept.
    static func limit(of kind: Kind) -> Int {
        kind == .found ? Found.limit : limit
    }
}

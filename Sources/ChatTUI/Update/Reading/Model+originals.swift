import ChatProtocol

extension Model {
    /// Messages that are asked for at once.
    private static let askedAtOnce = 10

    /// Asks for the messages that those on the screen answer and that are not held.
    ///
    /// - Parameter items: of the pane, on the screen.
    /// - Returns: a few questions; none twice.
    mutating func loadOriginals(of items: Range<Int>) -> [Effect] {
        let timeline = room.timeline
        guard isConnected else { return [] }
        var effects: [Effect] = []
        for item in items where item < timeline.events.count && effects.count < Self.askedAtOnce {
            guard case .message(let message) = timeline.events[item].content,
                let seq = message.replyTo, Timeline.seqs.contains(seq),
                timeline.index(of: seq) == nil, room.originals[seq] == nil
            else { continue }
            room.originals[seq] = .asked
            effects.append(.loadMessage(room.name, seq: seq))
        }
        return effects
    }

    /// Takes a message that others answer, or that is pinned.
    ///
    /// - Parameter event: the message; `nil` if there is none.
    /// - Returns: the question for the head of the thread that shows, where that is not held.
    mutating func take(original event: DurableEvent?, _ seq: Int64, in name: RoomName) -> [Effect] {
        guard Timeline.seqs.contains(seq) else { return [] }
        let state: Originals.State = event.map { .held($0) } ?? .gone
        if let index = index(of: name) {
            rooms[index].originals[seq] = state
        } else if writing.pinned[name]?[seq] == .asked {
            writing.pinned[name]?[seq] = state
        }
        dropOtherPins(of: name)
        return name == room.name ? loadThread() : []
    }

    /// Notes that a message did not come: nothing waits for it any longer.
    ///
    /// What shows would ask for it again at each key, of a server that is busy.
    mutating func failToLoad(_ seq: Int64, in name: RoomName) -> [Effect] {
        if let index = index(of: name) {
            if rooms[index].originals[seq] == .asked { rooms[index].originals[seq] = .failed }
        } else if writing.pinned[name]?[seq] == .asked {
            writing.pinned[name]?[seq] = .failed
        }
        return []
    }

    /// Forgets what of all rooms was asked for and did not come: a new stream may bring an answer.
    mutating func forgetAskedOriginals() {
        for index in rooms.indices { rooms[index].originals.forgetAsked() }
        writing.pinned = writing.pinned.mapValues { originals in
            var known = originals
            known.forgetAsked()
            return known
        }
    }

    /// Shows a message of the room in front with what it answers and what answers it.
    ///
    /// - Returns: the question for what it answers, where that is not held.
    mutating func showThread(of seq: Int64) -> [Effect] {
        overlay = .thread(seq, scrolled: 0)
        room.originals.forgetFailed()
        return loadThread()
    }

    /// Asks for what the first message of the thread that shows answers, where it is not held.
    ///
    /// - Returns: nothing where it is, or was asked for, or where many were fetched already.
    private mutating func loadThread() -> [Effect] {
        guard case .thread(let seq, _)? = overlay, isConnected,
            room.originals.held.count < Originals.limit / 2
        else { return [] }
        let timeline = room.timeline.joined(with: room.originals)
        let root = ThreadRows.root(of: seq, in: timeline)
        guard Timeline.seqs.contains(root), timeline.index(of: root) == nil,
            room.originals[root] == nil
        else { return [] }
        room.originals[root] = .asked
        return [.loadMessage(room.name, seq: root)]
    }

    /// Goes to what a message answers: the one that stands out, else the newest on the screen that
    /// answers something.
    ///
    /// - Returns: what is loaded for it.
    mutating func showOriginal() -> [Effect] {
        let events = room.timeline.events
        func answered(_ item: Int) -> Int64? {
            guard item < events.count, case .message(let message) = events[item].content else {
                return nil
            }
            return message.replyTo
        }
        let spot = reading.spot.flatMap { room.timeline.index(of: $0) }.flatMap(answered)
        let shown = Pane(self).window().items.reversed()
        guard let seq = spot ?? shown.lazy.compactMap(answered).first else {
            return show(notice: "no message on the screen answers another")
        }
        return jump(to: seq)
    }
}

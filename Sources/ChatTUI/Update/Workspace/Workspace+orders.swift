import ChatProtocol

/// Doing what another program says, without a change to what the person is in the middle of.
extension Workspace {
    /// What came of a line of another program.
    package struct Obeyed: Hashable, Sendable {
        /// What the drivers are to do.
        package var effects: [ServerEffect] = []
        /// What the person would have been told, in lines; `nil` if nothing.
        package var words: String?
        /// Whether it was no order at all, or one that cannot be done.
        package var isRefused = false

        /// Adds what is told besides.
        package mutating func add(_ more: [String]) {
            words = ([words].compactMap(\.self) + more).asLines
        }
    }

    /// Does what a line says.
    ///
    /// - Parameter text: as ``Order`` has it.
    package mutating func obey(_ text: String) -> Obeyed {
        do throws(CommandFault) {
            let order = try Order(text)
            let server = try server(of: order)
            let before = here
            var done = try models[server].obey(order)
            // It would come up when one goes there.
            if server != front { models[server].overlay = nil }
            if done.effects.contains(.workspace(.leave)), models.contains(where: \.asksToLeave) {
                try models[front].checkFree()
            }
            let refused = refusals
            let delivered = deliver(&done, from: server)
            noteMove(from: before)
            owe(&done, from: server)
            return Obeyed(
                effects: delivered,
                words: done.words.asLines,
                isRefused: refusals != refused
            )
        } catch {
            return Obeyed(words: error.words, isRefused: true)
        }
    }

    /// Does what an order leads to; what is said or opened by that is its program's to read.
    private mutating func deliver(_ done: inout OrderOutcome, from server: Int) -> [ServerEffect] {
        let (old, room, sight) = (front, models[front].frontRoom, models[front].sight)
        let counts = noticeCounts
        // What is not done for a program is no line of the person's that is to come back.
        let typed = models[server].writing.order
        models[server].writing.order = nil
        let delivered = deliver(done.effects, from: server)
        models[server].writing.order = typed
        done.words += notices(since: counts)
        guard front == old else { return delivered }
        if let opened = models[front].overlay, opened != sight.overlay {
            done.list = OrderOutcome.List(room: models[front].frontRoom, overlay: opened)
        }
        models[front].giveBack(sight, of: room)
        return delivered
    }

    /// Puts the lines of a list that an order opened to its words, or notes that they are owed.
    private mutating func owe(_ done: inout OrderOutcome, from server: Int) {
        for effect in done.effects {
            guard case .execute(let command, let room) = effect else { continue }
            owe(.output(server: server, command: command, room: room))
        }
        guard let list = done.list else { return }
        let lines = self.lines(of: list, from: server)
        done.words += lines
        if lines.isEmpty { owe(.list(server: server, list)) }
    }

    private func server(of order: Order) throws(CommandFault) -> Int {
        guard let name = order.server else { return front }
        guard let server = models[front].servers.firstIndex(of: name) else {
            throw CommandFault("there is no server \(name)")
        }
        return server
    }
}

extension Model {
    /// Does an order: the line, the place and the question of the person stay as they are, unless
    /// the order is to go elsewhere.
    fileprivate mutating func obey(_ order: Order) throws(CommandFault) -> OrderOutcome {
        if let words = Self.refusal(ofLine: order.line) { throw CommandFault(words) }
        if case .command(let command, _) = entry(of: order.line),
            Self.ownCommands.contains(command.kind)
        {
            throw CommandFault("/\(command.name) is for who types it, and no program's to order")
        }
        let place = try order.room.map { name throws(CommandFault) in
            guard let index = index(of: name) else {
                throw CommandFault("you are not in \(name); /join \(name) first")
            }
            return index
        }
        gatherSent()
        let sent = writing.sent
        let (sight, mode, reading) = (sight, writing.mode, reading)
        let typed = writing.order
        let here = room.name
        let target = place ?? front
        let kept = rooms[target]
        borrowFront(target)
        self.notice = nil
        self.overlay = nil
        writing.mode = .line
        room.writing.purpose = .say
        room.editor = LineEditor(order.line)
        // Without what no line takes.
        let line = room.editor.text
        let effects = send()
        let words = self.notice
        let list = self.overlay.map { OrderOutcome.List(room: room.name, overlay: $0) }
        let found = self.reading.found
        let isSearch = found?.search != reading.found?.search
        let isMistake = effects.isEmpty && words != nil && isRefusal(line)
        giveBack(kept)
        writing.sent = sent
        // A room that was left by its name is no reason to go anywhere.
        let isLeft = kept.name != here && index(of: kept.name) == nil
        if rooms.indices.contains(front), isLeft || rooms[front].name == kept.name {
            borrowFront(index(of: here) ?? front)
            self.reading = reading
        }
        // What an order looks for is found beside what the person looks for.
        if isSearch {
            self.reading.found = reading.found
            self.reading.ordered = found
        }
        giveBack(sight, of: here)
        // Whether that is done is told later, and would be taken for a line of the person's.
        writing.order = effects.contains { $0.mayComeToNothing && !$0.isOfWorkspace } ? nil : typed
        try giveBack(mode, mayAsk: kept.name == here && kept.editor.isEmpty)
        if room.name != here { endMode(in: index(of: here)) }
        if isMistake { throw CommandFault(words ?? "") }
        // What was done may have ended that nothing is read; the list would have been closed first.
        let seen = list == nil ? [] : markShown()
        return OrderOutcome(effects: effects + seen, words: [words].compactMap(\.self), list: list)
    }

    /// Gives the person the mode back that they were in.
    ///
    /// What an order asks is asked only where nothing else is, in the room that shows, as the
    /// answer is about that one, and where no line has begun, of which the next letter would be the
    /// answer.
    private mutating func giveBack(_ mode: Writing.Mode, mayAsk: Bool) throws(CommandFault) {
        if case .line = writing.mode {
            writing.mode = mode
            return
        }
        if case .line = mode, mayAsk { return }
        writing.mode = mode
        throw CommandFault(Self.cannotAsk)
    }

    private static let cannotAsk = "that asks something, and cannot do so now"
    /// Commands that ask for a password, or take the screen away from who types.
    private static let ownCommands: Set<Command.Kind> = [.login, .register, .bare, .editor, .plain]

    /// Whether to leave is asked about first.
    fileprivate var asksToLeave: Bool { unsent.words != nil }

    /// Checks that a question takes no key that is meant for something else.
    fileprivate func checkFree() throws(CommandFault) {
        if case .line = writing.mode, room.editor.isEmpty { return }
        throw CommandFault(Self.cannotAsk)
    }

    private func isRefusal(_ line: String) -> Bool {
        if case .mistake = entry(of: line) { return true }
        return room.editor.text == line
    }

    /// What the person sees and chooses from, beside the messages.
    fileprivate struct Sight {
        var notice: String?
        var lastNotice: String?
        var overlay: Overlay?
        var completion: Completion?
    }

    /// As it is now.
    fileprivate var sight: Sight {
        Sight(notice: notice, lastNotice: lastNotice, overlay: overlay, completion: completion)
    }

    /// Gives the person back what they saw: no list of a program takes the keys that are typed.
    ///
    /// - Parameters:
    ///   - sight: before the order.
    ///   - shown: the room that showed then; who was led to another one sees that.
    fileprivate mutating func giveBack(_ sight: Sight, of shown: RoomName) {
        notice = sight.notice
        lastNotice = sight.lastNotice
        guard room.name == shown else { return }
        overlay = sight.overlay
        completion = sight.completion
    }

    /// Gives a room its line back as it was.
    private mutating func giveBack(_ kept: Room) {
        guard let index = index(of: kept.name) else { return }
        rooms[index].editor = kept.editor
        rooms[index].history = kept.history
        rooms[index].scroll = kept.scroll
        rooms[index].writing.purpose = kept.writing.purpose
        rooms[index].writing.undone = kept.writing.undone
        rooms[index].writing.browsed = kept.writing.browsed
    }
}

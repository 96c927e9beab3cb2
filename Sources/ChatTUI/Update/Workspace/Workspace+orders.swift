import ChatProtocol

/// Doing what another program says, without a change to what the person is in the middle of.
extension Workspace {
    /// What came of a line of another program.
    package struct Obeyed: Hashable, Sendable {
        /// What the drivers are to do.
        package var effects: [ServerEffect] = []
        /// What the person would have been told; `nil` if nothing.
        package var words: String?
        /// Whether it was no order at all, or one that cannot be done.
        package var isRefused = false
    }

    /// Does what a line says.
    ///
    /// - Parameter text: as ``Order`` has it.
    /// - Returns: what came of it.
    package mutating func obey(_ text: String) -> Obeyed {
        do throws(CommandFault) {
            let order = try Order(text)
            let server = try server(of: order)
            let before = here
            let (effects, words) = try models[server].obey(order)
            if effects.contains(.workspace(.leave)), models.contains(where: \.asksToLeave) {
                try models[front].checkFree()
            }
            let delivered = deliver(effects, from: server)
            noteMove(from: before)
            return Obeyed(effects: delivered, words: words)
        } catch {
            return Obeyed(words: error.words, isRefused: true)
        }
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
    fileprivate mutating func obey(
        _ order: Order
    ) throws(CommandFault) -> (effects: [Effect], words: String?) {
        if let words = Self.refusal(ofLine: order.line) { throw CommandFault(words) }
        if case .command(let command, _) = Entry(writing.preferences.expanded(order.line)),
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
        let (notice, mode, reading) = (notice, writing.mode, reading)
        let (overlay, completion) = (overlay, completion)
        let here = room.name
        let target = place ?? front
        let kept = rooms[target]
        borrowFront(target)
        self.notice = nil
        writing.mode = .line
        room.writing.purpose = .say
        room.editor = LineEditor(order.line)
        // Without what no line takes.
        let line = room.editor.text
        let effects = send()
        let words = self.notice
        let isMistake = effects.isEmpty && words != nil && isRefusal(line)
        giveBack(kept)
        // A room that was left by its name is no reason to go anywhere.
        let isLeft = kept.name != here && index(of: kept.name) == nil
        if rooms.indices.contains(front), isLeft || rooms[front].name == kept.name {
            borrowFront(index(of: here) ?? front)
            self.reading = reading
            if isLeft { (self.overlay, self.completion) = (overlay, completion) }
        }
        self.notice = notice
        try giveBack(mode, mayAsk: kept.name == here && kept.editor.isEmpty)
        if room.name != here { endMode(in: index(of: here)) }
        if isMistake { throw CommandFault(words ?? "") }
        return (effects, words)
    }

    /// Gives the person the mode back that they were in.
    ///
    /// What an order asks is asked only where nothing else is, in the room that shows, as the
    /// answer is about that one, and where no line has begun, of which the next letter would be the
    /// answer.
    private mutating func giveBack(
        _ mode: Writing.Mode,
        mayAsk: Bool
    ) throws(CommandFault) {
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
    private static let ownCommands: Set<Command.Kind> = [.login, .register, .bare, .editor]

    /// Whether to leave is asked about first.
    fileprivate var asksToLeave: Bool { unsent.words != nil }

    /// Checks that a question takes no key that is meant for something else.
    fileprivate func checkFree() throws(CommandFault) {
        if case .line = writing.mode, room.editor.isEmpty { return }
        throw CommandFault(Self.cannotAsk)
    }

    private func isRefusal(_ line: String) -> Bool {
        if case .mistake = Entry(line) { return true }
        return room.editor.text == line
    }

    /// Gives a room its line back as it was.
    private mutating func giveBack(_ kept: Room) {
        guard let index = index(of: kept.name) else { return }
        rooms[index].editor = kept.editor
        rooms[index].history = kept.history
        rooms[index].scroll = kept.scroll
        rooms[index].writing.purpose = kept.writing.purpose
    }
}

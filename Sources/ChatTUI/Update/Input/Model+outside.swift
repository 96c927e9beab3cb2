import ChatProtocol

/// Commands that reach beyond the client: another server, a program of this machine.
extension Model {
    /// Does such a command.
    ///
    /// - Returns: what the driver is to do.
    /// - Throws: why it is not done.
    mutating func reachOut(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        guard !argument.isEmpty else { throw CommandFault(usage: command) }
        guard command.kind == .exec else {
            guard servers.count < Workspace.serverLimit else {
                throw CommandFault("at most \(Workspace.serverLimit) servers at once")
            }
            return [.connect(argument)]
        }
        let words = argument.split(separator: " ", maxSplits: 1)
        let isSent = words.first == "-o"
        let line = isSent ? words.dropFirst().first.map(String.init) ?? "" : argument
        guard !line.isEmpty else { throw CommandFault(usage: command) }
        notice = Self.running(line)
        return [.execute(line, room: isSent ? room.name : nil)]
    }

    private static func running(_ command: String) -> String { "running \(command)" }

    /// Takes what a command said.
    ///
    /// - Parameter name: the room it is for; `nil` shows it.
    /// - Returns: the message, if it is one.
    mutating func executed(_ output: CommandOutput, for name: RoomName?) -> [Effect] {
        if notice == Self.running(output.command) { notice = nil }
        guard let name else {
            overlay = .output(output, scrolled: 0)
            return []
        }
        let text = output.lines.joined(separator: "\n")
        let words = output.lines.count > 1 ? CodeBlocks.block(of: text) : text
        if let refusal = Self.refusal(of: output, saying: words) {
            overlay = .output(output, scrolled: 0)
            return show(notice: refusal)
        }
        guard let index = index(of: name) else {
            return show(notice: "you are not in \(name) any more")
        }
        // The person is in the middle of something else by now.
        let (shown, reading, scroll) = (front, reading, rooms[index].scroll)
        borrowFront(index)
        defer {
            rooms[index].scroll = scroll
            borrowFront(shown)
            self.reading = reading
        }
        return post(words)
    }

    /// Why what a command said is not sent; `nil` if it can be.
    private static func refusal(of output: CommandOutput, saying words: String) -> String? {
        guard output.isGood else { return "not sent" }
        if output.lines.isEmpty { return "it said nothing; nothing was sent" }
        if output.isCut {
            return "not sent: it said more than \(CommandOutput.lineLimit) lines"
        }
        if let fault = output.fault { return "not sent: \(fault)" }
        guard words.utf8.count > LineEditor.byteLimit else { return nil }
        return "not sent: " + tooLong(words.utf8.count)
    }
}

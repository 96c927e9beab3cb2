import ChatProtocol

/// Commands that reach beyond the client: another server, a program of this machine.
extension Model {
    /// Does such a command.
    ///
    /// - Parameters:
    ///   - command: of this group.
    ///   - argument: what follows it.
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
        notice = "running \(line)"
        return [.execute(line, room: isSent ? room.name : nil)]
    }

    /// Takes what a command said.
    ///
    /// - Parameters:
    ///   - output: of the command.
    ///   - name: the room it is for; `nil` shows it.
    /// - Returns: the message, if it is one.
    mutating func executed(_ output: CommandOutput, for name: RoomName?) -> [Effect] {
        notice = nil
        guard let name else {
            overlay = .output(output, scrolled: 0)
            return []
        }
        guard output.isGood, !output.lines.isEmpty else {
            overlay = .output(output, scrolled: 0)
            return show(notice: output.isGood ? "it said nothing; nothing was sent" : "not sent")
        }
        guard !output.isCut else {
            overlay = .output(output, scrolled: 0)
            return show(notice: "not sent: it said more than \(CommandOutput.lineLimit) lines")
        }
        let text = output.lines.joined(separator: "\n")
        let words = output.lines.count > 1 ? CodeBlocks.block(of: text) : text
        guard words.utf8.count <= LineEditor.byteLimit else {
            overlay = .output(output, scrolled: 0)
            return show(notice: "not sent: " + Self.tooLong(words.utf8.count))
        }
        guard let index = index(of: name) else {
            return show(notice: "you are not in \(name) any more")
        }
        let shown = front
        borrowFront(index)
        defer { borrowFront(shown) }
        return post(words)
    }
}

import ChatProtocol

/// A line that another program has the client do: `/COMMAND`, as if it were typed where the person
/// is, or `#ROOM LINE`, with a text or a command for that room; `#SERVER/ROOM LINE` where there are
/// several servers.
struct Order: Hashable, Sendable {
    /// The server's name; `nil` is the one in front.
    var server: String?
    /// `nil` is where the person is.
    var room: RoomName?
    /// As it would be typed.
    var line: String

    /// Reads a line.
    ///
    /// - Parameter text: as the program wrote it.
    /// - Throws: why it is none.
    init(_ text: String) throws(CommandFault) {
        if text.hasPrefix("/"), !text.hasPrefix("//") {
            line = text
            return
        }
        let words = text.split(separator: " ", maxSplits: 1)
        guard text.hasPrefix("#"), words.count == 2 else {
            throw CommandFault("neither /COMMAND nor #ROOM LINE: \(text.prefix(100))")
        }
        let parts = words[0].dropFirst().split(separator: "/", maxSplits: 1)
        guard let name = parts.last else { throw CommandFault("a room's name must follow #") }
        server = parts.count == 2 ? String(parts[0]) : nil
        room = try Command.room(name)
        line = String(words[1])
    }
}

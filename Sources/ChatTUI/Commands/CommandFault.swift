import ChatProtocol

/// Why a command was not done; the line then stays as it is.
struct CommandFault: Error, Hashable, Sendable {
    /// For people.
    var words: String

    /// Makes a fault.
    init(_ words: String) {
        self.words = words
    }

    /// A command without what it takes.
    init(usage command: Command) {
        words = "usage: \(command.usage)"
    }
}

/// Names as people write them after a command.
extension Command {
    /// A room, with or without `#`.
    ///
    /// - Throws: why it is none.
    static func room(_ word: some StringProtocol) throws(CommandFault) -> RoomName {
        do throws(NameError) {
            return try RoomName(word.first == "#" ? String(word.dropFirst()) : String(word))
        } catch {
            throw CommandFault("\(error)")
        }
    }

    /// A member, with or without `@`.
    ///
    /// - Throws: why it is none.
    static func member(_ word: some StringProtocol) throws(CommandFault) -> MemberName {
        do throws(NameError) {
            return try MemberName(word.first == "@" ? String(word.dropFirst()) : String(word))
        } catch {
            throw CommandFault("\(error)")
        }
    }
}

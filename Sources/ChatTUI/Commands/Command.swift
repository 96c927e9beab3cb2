/// A slash command: the one table that drives the parser, the completion and the help.
package struct Command: Hashable, Sendable {
    var kind: Kind
    /// Without the slash, lower case.
    package var name: String
    var aliases: [String]
    /// How it is written, with what it takes.
    package var usage: String
    /// What it does, in a few words.
    package var help: String
    /// What it takes, for the completion.
    var argument: Argument
    /// What may stand behind that, where the completion knows such words.
    var second: [String]

    /// What a command does.
    enum Kind: Hashable, Sendable, CaseIterable {
        case join, part, msg, room, server, list, names, whois, topic, nick
        case me, say, shrug, editor
        case reply, edit, delete, react, thread, copy, open, unread
        case clear, bare, plain, log, mute, unmute, notify, ignore, unignore, highlight
        case reconnect, status, help, quit
        case set, theme, alias, move, away, back, pin, pins, connect, disconnect, exec
        // Reading
        case search, catchUp, counts
        // Files
        case upload, download, view, cancel
        // People
        case login, register, logout
        case invite, kick, ban, unban, silence, op, deop, owner
        case slow, `private`, `public`, retention, destroy
        case serverBan, serverUnban

        /// Whether it is of use on a screen alone.
        var needsScreen: Bool {
            [
                .copy, .open, .bare, .plain, .clear, .log, .editor, .server, .set, .theme, .move,
                .connect, .disconnect, .exec, .view,
            ].contains(self)
        }
    }

    /// What a command takes.
    enum Argument: Hashable, Sendable {
        case text, room, member, emoji, server, path, address, setting, command
        /// A member with an `@` before the name, or other words.
        case author
        case words([String])
    }

    /// Makes a command.
    ///
    /// - Parameters:
    ///   - name: without the slash, lower case.
    ///   - help: what it does, in a few words.
    ///   - second: what may stand behind that.
    init(
        _ kind: Kind,
        _ name: String,
        _ aliases: [String],
        _ usage: String,
        _ help: String,
        takes argument: Argument = .text,
        then second: [String] = []
    ) {
        self.kind = kind
        self.name = name
        self.aliases = aliases
        self.usage = usage
        self.help = help
        self.argument = argument
        self.second = second
    }

    /// What in a usage stands for any number of words.
    private static let free = [
        "TEXT", "WHY", "COMMAND", "PATH", "FILE", "VALUE", "WORD", "server", "cancel", "quit",
    ]

    /// How many words it takes, by its usage; `nil` is any number.
    ///
    /// What people say at leaving elsewhere, `/quit` passes over.
    var wordLimit: Int? {
        let parts = usage.split(separator: " ")
        let takesAny = parts.contains { part in Self.free.contains { part.contains($0) } }
        return takesAny ? nil : parts.count - 1
    }

    /// The commands that a word may mean: the one of that very name, else all that begin with it.
    ///
    /// - Parameter word: without the slash, in any case.
    /// - Returns: none for an unknown word.
    static func named(_ word: some StringProtocol) -> [Command] {
        let word = word.lowercased()
        if let exact = all.first(where: { $0.name == word || $0.aliases.contains(word) }) {
            return [exact]
        }
        return all.filter { command in
            command.name.hasPrefix(word) || command.aliases.contains { $0.hasPrefix(word) }
        }
    }
}

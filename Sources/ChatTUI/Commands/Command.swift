/// A slash command: the one table that drives the parser, the completion and the help.
struct Command: Hashable, Sendable {
    var kind: Kind
    /// Without the slash, lower case.
    var name: String
    var aliases: [String]
    /// How it is written, with what it takes.
    var usage: String
    /// What it does, in a few words.
    var help: String

    /// What a command does.
    enum Kind: Hashable, Sendable, CaseIterable {
        case join, part, me, nick, topic, names, help, quit
        // Reading
        case search, catchUp
    }

    /// All commands, in the order of the help.
    static let all: [Command] = [
        Command(.join, "join", ["j"], "/join ROOM", "enter a room, made if it is not there"),
        Command(.part, "part", ["leave"], "/part [ROOM]", "leave this room, or another"),
        Command(.me, "me", ["action"], "/me TEXT", "say what you do"),
        Command(.nick, "nick", ["name"], "/nick NAME", "speak under another name"),
        Command(.topic, "topic", [], "/topic [TEXT]", "show the topic, or change it"),
        Command(.names, "names", ["who"], "/names", "who is in this room"),
        Command(.search, "search", ["find"], "/search TEXT", "look for words on the server"),
        Command(.catchUp, "catchup", [], "/catchup", "what is unread in all rooms"),
        Command(.help, "help", ["keys"], "/help", "keys and commands"),
        Command(.quit, "quit", ["exit"], "/quit", "leave"),
    ]

    /// Makes a command.
    private init(
        _ kind: Kind,
        _ name: String,
        _ aliases: [String],
        _ usage: String,
        _ help: String
    ) {
        self.kind = kind
        self.name = name
        self.aliases = aliases
        self.usage = usage
        self.help = help
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

import ChatProtocol

/// What the input line says.
enum Entry: Hashable, Sendable {
    /// Nothing but blanks.
    case nothing
    /// A message, without the slash that made a slash literal.
    case message(String)
    /// A command with what follows it.
    case command(Command, argument: String)
    /// A word that is no command, or several; the text is for people.
    case mistake(String)

    /// Reads a line.
    ///
    /// - Parameter text: what stands in the editor.
    init(_ text: String) {
        guard VisibleText.isIn(text), let first = text.first(where: { !$0.isWhitespace }) else {
            self = .nothing
            return
        }
        guard first == "/" else {
            self = .message(text)
            return
        }
        guard text.first == "/" else {
            self = .mistake("a blank stands before the slash: remove it, or write // for a slash")
            return
        }
        guard !text.hasPrefix("//") else {
            self = .message(String(text.dropFirst()))
            return
        }
        self = Self.command(in: text.dropFirst())
    }

    private static func command(in text: Substring) -> Entry {
        let word = text.prefix { !$0.isWhitespace }
        let argument = text[word.endIndex...].drop { $0.isWhitespace }
        let found = word.isEmpty ? [] : Command.named(word)
        switch found.count {
        case 1: return .command(found[0], argument: Self.whole(argument, of: found[0]))
        case 0: return .mistake("there is no command /\(word); // begins a message with a slash")
        default:
            let names = found.map { "/\($0.name)" }.joined(separator: ", ")
            return .mistake("/\(word) may be \(names)")
        }
    }

    /// Without the blanks behind it: Tab leaves one behind each word that it completes.
    private static func whole(_ argument: Substring, of command: Command) -> String {
        // The words of a path are taken apart elsewhere, where a blank may be a part of one.
        guard command.argument != .path else { return String(argument) }
        let end = argument.lastIndex { !$0.isWhitespace } ?? argument.startIndex
        return String(argument.isEmpty ? argument : argument[...end])
    }
}

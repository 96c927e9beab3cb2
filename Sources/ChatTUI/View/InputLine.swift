import ChatProtocol

/// What stands around the text in the input line.
enum InputLine {
    /// From this width on the prompt names the room.
    private static let namedFrom = 30
    /// Cells of a room's name in the prompt.
    private static let nameWidth = 20

    /// What stands before the text: the room, or that a command is being typed.
    ///
    /// - Parameter model: what is known.
    /// - Returns: a short line.
    static func prompt(of model: Model) -> Line {
        if model.reading.find != nil { return Line("find \(Glyph.prompt) ", .bold) }
        if isCommand(model) { return Line("command \(Glyph.prompt) ", .bold) }
        guard model.size.columns >= namedFrom else { return Line("\(Glyph.prompt) ") }
        var name = Line(model.room.name.description, .bold)
        name.truncate(to: nameWidth, mark: Glyph.more)
        var line = Line("[")
        line.append(name)
        line.append("] \(Glyph.prompt) ")
        return line
    }

    /// The usage of the command that is being typed.
    ///
    /// - Parameter model: what is known.
    /// - Returns: `nil` while it may be several, or none.
    static func hint(of model: Model) -> String? {
        if let find = model.reading.find { return hint(of: find, keys: model.keys) }
        guard isCommand(model), model.completion == nil else { return nil }
        let text = model.room.editor.text
        guard !text.contains(where: \.isWhitespace) else { return nil }
        let found = text.count > 1 ? Command.named(text.dropFirst()) : []
        guard found.count == 1 else { return nil }
        return "\(found[0].usage)  \(found[0].help)"
    }

    /// How many messages have the words, and which of them one is at.
    private static func hint(of find: Find, keys: KeyMap) -> String {
        guard !find.query.text.isEmpty else { return "what was said here; Esc goes back" }
        let server = keys.label(of: .find).map { "; \($0) asks the server" } ?? ""
        guard let current = find.current else { return "not in what is loaded\(server)" }
        let count = find.matches.count
        let place = "\(count - current) of \(count)"
        return find.isTyping ? "\(place), Enter for older ones" : "\(place), n older, N newer"
    }

    /// Whether Enter would run a command.
    ///
    /// - Parameter model: what is known.
    /// - Returns: `true` if the line begins with one slash.
    static func isCommand(_ model: Model) -> Bool {
        let start = model.room.editor.characters.prefix(2)
        return start.first == "/" && start.dropFirst().first != "/"
    }
}

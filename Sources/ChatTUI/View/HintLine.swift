import ChatProtocol

/// The row above the status line: a word for the person, the candidates of a completion, or the
/// first run's line.
enum HintLine {
    /// What the row says.
    ///
    /// - Parameters:
    ///   - model: what is known.
    ///   - width: columns.
    /// - Returns: `nil` if it says nothing and leaves its room to the messages.
    static func text(of model: Model, width: Int) -> Line? {
        if let notice = model.notice {
            return Line(SafeText(notice.prefix(1_000)).singleLine, .bold)
        }
        if model.reading.find != nil { return nil }
        if model.room.editor.isFull {
            return Line("the message is full: \(LineEditor.byteLimit) bytes", .bold)
        }
        if let completion = model.completion, completion.candidates.count > 1 {
            return candidates(completion)
        }
        if InputLine.isCommand(model), let commands = commands(model.room.editor.text) {
            return commands
        }
        return model.showsWelcome && model.overlay == nil ? welcome(model, width: width) : nil
    }

    private static func candidates(_ completion: Completion) -> Line {
        var line = Line()
        // The one that is chosen is always among those that show.
        let first = max(0, completion.index - 3)
        for (number, text) in completion.candidates.enumerated().dropFirst(first) {
            if number > first { line.append("  ") }
            let word = text.prefix { $0 != " " }
            line.append(word, number == completion.index ? .reverse : .plain)
        }
        return line
    }

    /// The commands that the word may still become.
    private static func commands(_ text: String) -> Line? {
        guard !text.contains(where: \.isWhitespace) else { return nil }
        let found = text.count > 1 ? Command.named(text.dropFirst()) : Command.all
        guard found.count > 1 else { return nil }
        return Line(found.map { "/\($0.name)" }.joined(separator: "  "), .dim)
    }

    /// As much as fits, the least needed left out first.
    private static func welcome(_ model: Model, width: Int) -> Line {
        let keys = model.keys
        func hint(_ action: Action, _ words: String) -> String? {
            keys.label(of: action).map { "\($0) \(words)" }
        }
        let sends = hint(.send, "sends").map { ". \($0)" } ?? ""
        let completes = hint(.complete(back: false), "completes")
        let unread = hint(.nextUnread, "next unread")
        let help = hint(.help, "keys") ?? "/help keys"
        let nick = "/nick changes your name"
        var parts = ["You are \(model.name) in \(model.room.title)\(sends)"]
        parts += [completes, unread, help, nick].compactMap(\.self)
        let separator = " \(Glyph.dot) "
        for part in [unread, nick, completes, help] {
            guard CellWidth.of(parts.joined(separator: separator)) > width else { break }
            parts.removeAll { $0 == part }
        }
        return Line(parts.joined(separator: separator), .dim)
    }
}

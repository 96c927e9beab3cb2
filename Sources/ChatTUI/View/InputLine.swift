import ChatProtocol

/// What stands around the text in the input line, and which text that is.
enum InputLine {
    /// From this width on the prompt names the room.
    private static let namedFrom = 30
    /// Cells of a room's or member's name in the prompt.
    private static let nameWidth = 20

    /// What stands before the text: the room, or what keys are for.
    static func prompt(of model: Model) -> Line {
        if model.reading.find != nil { return words("find") }
        switch model.writing.mode {
        case .line: break
        case .select: return words("select")
        case .react: return words("react")
        case .ask(let question): return words(QuestionSheet.prompt(of: question.kind))
        case .recall(let recall):
            let query = SafeText(recall.query).singleLine
            return words(recall.isFailing ? "no \"\(query)\"" : "sent \"\(query)\"")
        }
        if model.isViNormal { return words("normal") }
        if model.isViReplacing { return words("replace") }
        if isCommand(model) { return words("command") }
        switch model.room.writing.purpose {
        case .say: return room(model)
        case .edit: return words("edit")
        case .reply(let seq):
            var line = Line("\(Glyph.reply) ", .bold)
            line.append(named(model.room.author(of: seq)?.description ?? "an earlier message"))
            line.append(" \(Glyph.prompt) ")
            return line
        }
    }

    /// The text that stands in the line, with its cursor.
    ///
    /// - Returns: what is typed; what was found; nothing while keys are for something else.
    static func editor(of model: Model) -> LineEditor {
        switch model.writing.mode {
        case .line: model.reading.find.map { LineEditor($0.query.text) } ?? model.room.editor
        case .select: LineEditor()
        case .ask(let question): LineEditor(question.reason ?? "")
        case .react(let editor, _): editor
        case .recall(let recall):
            recall.shown.flatMap { model.room.history.line($0) }.map { LineEditor($0) }
                ?? LineEditor()
        }
    }

    /// The usage of the command that is being typed, or what an alias stands for.
    ///
    /// - Returns: `nil` while it may be several, or none, and once what it takes is begun.
    static func hint(of model: Model) -> String? {
        if let find = model.reading.find { return hint(of: find, keys: model.keys) }
        guard case .line = model.writing.mode, isCommand(model), model.completion == nil else {
            return nil
        }
        let text = model.room.editor.text
        let word = text.dropFirst().prefix { !$0.isWhitespace }
        guard !word.isEmpty else { return nil }
        let meant = model.preferences.aliases[word.lowercased()]
        let name = (meant ?? text).dropFirst().prefix { !$0.isWhitespace }
        guard let named = Command.named(name).only else { return nil }
        let rest = text.dropFirst(word.count + 1)
        let argument = String(rest.drop { $0.isWhitespace })
        if let words = model.refusal(of: named.kind, argument) { return words }
        guard rest.allSatisfy(\.isWhitespace) else { return nil }
        if let meant { return "\(SafeText(meant).singleLine)  \(named.help)" }
        let taken = named.usage.split(separator: " ", maxSplits: 1).dropFirst().first ?? ""
        if rest.isEmpty { return "\(named.usage)  \(named.help)" }
        return "\(taken.isEmpty ? "" : "\(taken)  ")\(named.help)"
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
    /// - Returns: `true` if the line begins with one slash, and is no message's new text.
    static func isCommand(_ model: Model) -> Bool {
        let start = model.room.editor.characters.prefix(2)
        return start.first == "/" && start.dropFirst().first != "/"
            && model.room.writing.edit == nil
    }

    private static func words(_ words: String) -> Line { Line("\(words) \(Glyph.prompt) ", .bold) }

    private static func named(_ name: String) -> Line {
        var name = Line(name, .bold)
        name.truncate(to: nameWidth, mark: Glyph.more)
        return name
    }

    private static func room(_ model: Model) -> Line {
        guard model.size.columns >= namedFrom else { return Line("\(Glyph.prompt) ") }
        var line = Line("[")
        line.append(named(model.room.name.description))
        line.append("] \(Glyph.prompt) ")
        return line
    }
}

extension Array {
    /// The element of an array that has just one.
    fileprivate var only: Element? { count == 1 ? first : nil }
}

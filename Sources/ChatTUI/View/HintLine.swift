import ChatProtocol

/// The row above the status line: a word for the person, what the keys are for, or the first run's
/// line.
enum HintLine {
    private static let separator = " \(Glyph.dot) "

    /// What the row says.
    ///
    /// - Returns: `nil` if it says nothing and leaves its room to the messages.
    static func text(of model: Model, width: Int) -> Line? {
        if let notice = model.notice { return words(of: notice) }
        if let line = mode(of: model, width: width) { return line }
        if model.reading.find != nil { return nil }
        if model.room.editor.isFull {
            return Line("the message is full: \(LineEditor.byteLimit) bytes", .bold)
        }
        if let line = purpose(of: model) { return line }
        return model.showsWelcome && model.overlay == nil ? welcome(model, width: width) : nil
    }

    /// What the rows say: a word for the person is broken into as many as it needs.
    ///
    /// - Parameter height: rows that there are for it, 1 or more.
    /// - Returns: none if there is nothing to say; a word that is longer ends with a mark, and
    ///   `/status` shows it whole.
    static func rows(of model: Model, width: Int, height: Int) -> [Line] {
        guard let text = text(of: model, width: width) else { return [] }
        guard model.notice != nil, height > 1 else { return [cut(text, to: width)] }
        var wrapper = Wrapper(prefix: Line(), width: width, indent: 0)
        wrapper.add(text)
        let rows = wrapper.finish()
        guard rows.count > height else { return rows }
        var last = rows[height - 1]
        last.append(Line(" \(rows[height].cells.map(\.text).joined())", .bold))
        return rows.prefix(height - 1) + [cut(last, to: width)]
    }

    private static func cut(_ line: Line, to width: Int) -> Line {
        var line = line
        line.truncate(to: width, mark: Glyph.more)
        return line
    }

    private static func words(of notice: String) -> Line {
        Line(ShownText.notice.of(notice), .bold)
    }

    /// What keys are for, where they do not write into the line.
    private static func mode(of model: Model, width: Int) -> Line? {
        switch model.writing.mode {
        case .line: return nil
        case .ask: return nil
        case .react:
            return Line("Tab chooses \(Glyph.dot) Enter puts it \(Glyph.dot) Esc back", .dim)
        case .recall:
            let key = model.keys.label(of: .recall).map { "\($0) older \(Glyph.dot) " } ?? ""
            return Line("\(key)Enter takes it into the line \(Glyph.dot) Ctrl-G gives up", .dim)
        case .select:
            let parts = model.options.selectKeys.bindings.compactMap { binding -> String? in
                guard let word = binding.word, let key = binding.keys.first else { return nil }
                return "\(key) \(word)"
            }
            return fitting(parts, width: width)
        }
    }

    /// The last part, and as many of the others as fit before it.
    private static func fitting(_ parts: [String], width: Int) -> Line? {
        guard let last = parts.last else { return nil }
        var shown = parts.dropLast()
        while !shown.isEmpty, joinedWidth(of: shown + [last]) > width { shown.removeLast() }
        return Line((shown + [last]).joined(separator: separator), .dim)
    }

    /// The columns of parts side by side: most are ASCII, and what separates them is not.
    private static func joinedWidth(of parts: some Collection<String>) -> Int {
        let between = max(0, parts.count - 1) * CellWidth.of(separator)
        return parts.reduce(between) { $0 + CellWidth.of($1) }
    }

    /// What the line is for, where that is no message of its own.
    private static func purpose(of model: Model) -> Line? {
        switch model.room.writing.purpose {
        case .say: return nil
        case .edit:
            let text =
                "Enter changes the message \(Glyph.dot) Esc leaves it and brings the draft back"
            return Line(text, .dim)
        case .reply(let seq):
            let ignored = model.preferences.ignored
            let words = model.room.quotation(of: seq, for: model.name, ignoring: ignored)
            return Line("answers \(words) \(Glyph.dot) Esc: a message of its own", .dim)
        }
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
        // Who is signed in has the account's name.
        let nick = model.signedIn == nil ? "/nick changes your name" : nil
        var parts = ["You are \(model.name) in \(model.room.title)\(sends)"]
        parts += [completes, unread, help, nick].compactMap(\.self)
        for part in [unread, nick, completes, help] {
            guard joinedWidth(of: parts) > width else { break }
            parts.removeAll { $0 == part }
        }
        return Line(parts.joined(separator: separator), .dim)
    }
}

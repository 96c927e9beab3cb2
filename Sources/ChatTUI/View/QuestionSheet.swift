import ChatProtocol

/// What is asked, in rows above the input line.
enum QuestionSheet {
    /// Dots of a password at most.
    private static let dotLimit = 12
    /// Rows of a paste that show.
    private static let previewRows = 8
    /// What goes with a room.
    private static let destroyed = "all that was said there goes, and its files"

    /// What stands before the cursor meanwhile.
    ///
    /// - Returns: a few words, which a terminal of 20 columns can show.
    static func prompt(of kind: Question.Kind) -> String {
        switch kind {
        case .delete: "delete? y/n"
        case .why: "why?"
        case .destroy: "destroy? y/n"
        case .leave: "leave? y/n"
        case .choose(let choice, _): choice == .open ? "open which?" : "copy which?"
        case .paste: "Enter, c, e?"
        case .password(let entry): "password \(dots(of: entry))"
        }
    }

    /// The rows, the most needed last.
    ///
    /// - Returns: lines that may be too long.
    static func rows(of kind: Question.Kind, _ model: Model, width: Int) -> [Line] {
        switch kind {
        case .delete(let seq, let why): return rows(ofDeletion: seq, why, model, width: width)
        case .why(let seq, _, _):
            let text = model.room.text(of: seq, for: model.name)
            return [
                .rule("why is it deleted?", width: width, style: .bold),
                Line(ShownText.line.of(text)),
                Line("Enter deletes it for everyone \(Glyph.dot) Esc goes back", .dim),
            ]
        case .destroy(let name):
            return [
                .rule("take #\(name) away?", width: width, style: .bold), Line(destroyed),
                Line("y takes it away for everyone \(Glyph.dot) n keeps it", .dim),
            ]
        case .leave(let words):
            return [
                .rule("leave?", width: width, style: .bold), Line(words),
                Line("y leaves \(Glyph.dot) n stays", .dim),
            ]
        case .choose(let choice, let options):
            let what = choice == .open ? "open" : "copy"
            return [.rule("\(what) which?", width: width, style: .bold)]
                + options.enumerated().map { number, option in
                    Line("\(number + 1) \(ShownText.line.of(option))")
                } + [Line("1 to \(options.count) \(Glyph.dot) Esc closes", .dim)]
        case .paste(let paste): return rows(of: paste, model, width: width)
        case .password(let entry):
            return [
                .rule(entry.words, width: width, style: .bold),
                Line("Enter sends it to \(SafeText(model.server).singleLine) alone", .plain),
                Line("it is not kept \(Glyph.dot) Ctrl-U empties \(Glyph.dot) Esc gives up", .dim),
            ]
        }
    }

    private static func rows(
        ofDeletion seq: Int64,
        _ why: String,
        _ model: Model,
        width: Int
    ) -> [Line] {
        let isOthers = isOthers(seq, model)
        let text = model.room.text(of: seq, for: model.name)
        let title = isOthers ? "delete it?" : "take it back?"
        let yes = isOthers ? "y deletes it" : "y takes it back"
        let reason = isOthers ? " \(Glyph.dot) w says why" : ""
        let rows = [Line.rule(title, width: width, style: .bold), Line(ShownText.line.of(text))]
        return rows + (why.isEmpty ? [] : [Line("why: \(ShownText.line.of(why))")])
            + [Line("\(yes) for everyone\(reason) \(Glyph.dot) n keeps it", .dim)]
    }

    /// Whether a message is another member's; one that is not in the timeline yet is one's own.
    private static func isOthers(_ seq: Int64, _ model: Model) -> Bool {
        model.room.author(of: seq).map { $0 != model.name } ?? false
    }

    /// As many dots as there are characters, up to a bound that says nothing of a long one.
    private static func dots(of entry: PasswordEntry) -> String {
        String(repeating: "\(Glyph.dot)", count: min(entry.typed.count, dotLimit))
    }

    /// What is asked, in sentences, for those who have no screen.
    ///
    /// - Returns: a sentence or more; the last says what may be answered.
    static func words(of kind: Question.Kind, _ model: Model) -> [String] {
        switch kind {
        case .delete(let seq, let why):
            let text = model.room.text(of: seq, for: model.name).prefix(ShownText.line.rawValue)
            let reason = why.isEmpty ? [] : ["Why: \(why)"]
            guard isOthers(seq, model), let author = model.room.author(of: seq) else {
                return ["Take back for everyone: \(text)"] + reason + ["Answer y or n."]
            }
            return ["Delete for everyone what \(author) said: \(text)"] + reason
                + ["Answer y or n, or w to say why."]
        case .why: return ["Why is it deleted?", "Answer with the reason, or with an empty line."]
        case .destroy(let name):
            return ["Take #\(name) away for everyone: \(destroyed).", "Answer y or n."]
        case .leave(let words): return ["Leave? \(words).", "Answer y or n."]
        case .choose(let choice, let options):
            let what = choice == .open ? "Open" : "Copy"
            let limit = ShownText.line.rawValue
            let list = options.enumerated().map { "\($0 + 1): \($1.prefix(limit))" }
            return ["\(what) which?"] + list + ["Answer with its number, or n."]
        case .paste(let paste):
            return ["A paste of \(paste.lines) lines, \(paste.bytes) bytes.", "Answer y or n."]
        case .password(let entry): return ["Asked for: \(entry.words)."]
        }
    }

    private static func rows(of paste: Paste, _ model: Model, width: Int) -> [Line] {
        let lines = paste.lines == 1 ? "1 line" : "\(paste.lines) lines"
        let title = "paste of \(lines), \(paste.bytes) bytes"
        let shown = SafeText(paste.text.prefix(4_000)).lines.prefix(min(previewRows, paste.lines))
        var rows: [Line] = [.rule(title, width: width, style: .bold)]
        rows += shown.map { Line("\(Glyph.vertical) \($0)") }
        let hidden = paste.lines - shown.count
        if hidden > 0 { rows.append(Line("\(Glyph.vertical) \(hidden) more", .dim)) }
        let whole = paste.bytes + model.room.editor.bytes
        if whole > LineEditor.byteLimit {
            let words = Model.tooLong(whole) + "; e keeps the beginning"
            return rows + [Line(words, Style(foreground: Palette.failed, bold: true))]
        }
        let words =
            width < 60
            ? "Enter sends, c as code, e edits"
            : "Enter sends one message \(Glyph.dot) c as code \(Glyph.dot) e or Esc: into the line"
        return rows + [Line(words, .dim)]
    }
}

import ChatProtocol

/// Naming an emoji for the selected message.
extension Model {
    /// Letters of what is typed for an emoji; more are not taken.
    private static let wordLimit = 40

    /// Asks for an emoji.
    ///
    /// - Returns: nothing to do before there is one.
    mutating func beginReacting() -> [Effect] {
        guard case .select(let selection) = writing.mode, selection.seq != nil else { return [] }
        writing.mode = .react(LineEditor(), selection)
        offerReactions(to: "", selection)
        return []
    }

    /// Takes a key while an emoji is asked for.
    ///
    /// - Parameter editor: what is typed so far.
    /// - Returns: the reaction, when it is named.
    mutating func takeReacting(_ key: Key, _ action: Action?, _ editor: LineEditor) -> [Effect] {
        guard case .react(_, let selection) = writing.mode else { return [] }
        notice = nil
        switch action {
        case .escape, .interrupt:
            completion = nil
            writing.mode = .select(selection)
        case .complete(let back): step(back: back)
        case .older: step(back: true)
        case .newer: step(back: false)
        case .send: return finishReacting(editor.text, selection)
        case .redraw: return [.redraw]
        default: edit(key, action, editor, selection)
        }
        return []
    }

    private mutating func edit(
        _ key: Key,
        _ action: Action?,
        _ editor: LineEditor,
        _ selection: Selection
    ) {
        var editor = editor
        if case .edit(let edit)? = action, edit != .newline {
            editor.apply(edit, ring: &ring)
        } else if case .character(let character) = key.code,
            key.modifiers.subtracting(.shift).isEmpty
        {
            return add(String(character), to: editor, selection)
        }
        writing.mode = .react(editor, selection)
        offerReactions(to: editor.text, selection)
    }

    /// Types or pastes into an emoji's name.
    ///
    /// - Parameters:
    ///   - text: of which the first line is taken, as far as it fits.
    ///   - editor: what is typed so far.
    ///   - selection: the message that it is for.
    mutating func add(_ text: String, to editor: LineEditor, _ selection: Selection) {
        var editor = editor
        let left = max(0, Self.wordLimit - editor.characters.count)
        editor.insert(String(text.prefix { !$0.isNewline }.prefix(left)))
        writing.mode = .react(editor, selection)
        offerReactions(to: editor.text, selection)
    }

    /// Goes through the list; the line keeps what was typed.
    private mutating func step(back: Bool) {
        guard let count = completion?.items.count, count > 0 else { return }
        let index = completion?.index
        completion?.index =
            index.map { ($0 + (back ? count - 1 : 1)) % count } ?? (back ? count - 1 : 0)
    }

    /// Offers what fits; before anything is typed, what stands at the message already.
    private mutating func offerReactions(to text: String, _ selection: Selection) {
        var items = CompletionItems.emoji(matching: text.filter { $0 != ":" })
        if text.isEmpty, let seq = selection.seq {
            let there = room.currentMessage(of: seq, for: name).reactions.map {
                Completion.Item(text: $0.emoji, label: $0.emoji, help: "\($0.count)")
            }
            items = there + items.filter { item in !there.contains { $0.text == item.text } }
        }
        let shown = Array(items.prefix(Completion.limit))
        completion =
            shown.isEmpty ? nil : Completion(items: shown, index: nil, start: 0, length: 0)
    }

    private mutating func finishReacting(_ text: String, _ selection: Selection) -> [Effect] {
        let chosen = completion.flatMap { list in list.index.map { list.items[$0].text } }
        // What was typed means the best that fits, if it is no name itself.
        let best = text.isEmpty ? nil : completion?.items.first?.text
        guard let seq = selection.seq else { return [] }
        guard let emoji = chosen ?? EmojiNames.read(text) ?? best else {
            return show(notice: text.isEmpty ? "name an emoji" : "there is no emoji \(text)")
        }
        completion = nil
        writing.mode = .select(selection)
        return toggle(emoji, at: seq)
    }
}

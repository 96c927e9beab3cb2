import ChatProtocol

/// Completing a word: a list offers itself, or is asked for by Tab.
extension Model {
    /// Letters of an emoji's name before it is offered.
    private static let emojiFrom = 2

    /// Completes the word before the cursor, or takes the next candidate in its place.
    ///
    /// - Parameter back: whether the one before.
    /// - Returns: that paths are to be looked for, where one is to be written.
    mutating func complete(back: Bool) -> [Effect] {
        if completion == nil, let path = pathWord { return [.listPaths(path.text)] }
        guard var running = completion ?? asked() else { return askCorrections(of: word.text) }
        let count = running.items.count
        let first = back ? count - 1 : 0
        running.index = running.index.map { ($0 + (back ? count - 1 : 1)) % count } ?? first
        put(&running)
        // The only one needs no list.
        completion = count > 1 ? running : nil
        return []
    }

    /// Takes the paths that begin as the word before the cursor does.
    ///
    /// - Parameters:
    ///   - paths: any number; one alone is put into the line at once. Those that the line cannot
    ///     hold are left out: without their controls they would lead to no file.
    ///   - word: what they were looked for with; nothing happens if it is another one now.
    mutating func take(_ paths: [String], beginning word: String) -> [Effect] {
        guard completion == nil, let written = pathWord, written.text == word else { return [] }
        let items = paths.filter(written.canHold).map { path in
            let label = path.dropLast().lastIndex(of: "/").map { path[path.index(after: $0)...] }
            return Completion.Item(
                text: written.text(of: path) + (path.hasSuffix("/") ? "" : " "),
                label: String(label ?? path[...])
            )
        }
        guard var found = list(items, word, written.start) else { return [] }
        found.length = room.editor.cursor - written.start
        if found.items.count == 1 {
            found.index = 0
            put(&found)
        } else {
            completion = found
        }
        return []
    }

    /// The path before the cursor, where a command takes one.
    private var pathWord: PathWord? {
        guard InputLine.isCommand(self),
            case .command(let command, _) = entry(of: room.editor.text)
        else { return nil }
        switch command.argument {
        case .path:
            let last = ShellWords(room.editor.characters[..<room.editor.cursor]).last
            return last.start > 0 ? PathWord(text: last.text, start: last.start) : nil
        case .address: return PathWord(inAddress: word.text, from: word.start)
        default: return nil
        }
    }

    /// Takes a key while a list is open.
    ///
    /// - Parameter action: what the key does elsewhere.
    /// - Returns: `nil` if the key is for the line.
    mutating func takeInCompletion(_ action: Action?) -> [Effect]? {
        guard let running = completion else { return nil }
        switch action {
        case .complete: return nil
        case .escape, .interrupt:
            completion = nil
            writing.dismissed = running.start
            return []
        case .send where running.index != nil:
            completion = nil
            return []
        default:
            completion = nil
            return nil
        }
    }

    /// Offers what the word before the cursor may become, where that is plain from its first
    /// letters: a command, an emoji.
    mutating func offerCompletion() {
        guard completion == nil, case .line = writing.mode, overlay == nil else { return }
        guard let offer = offered else {
            writing.dismissed = nil
            return
        }
        if writing.dismissed != offer.start { completion = offer }
    }

    private mutating func put(_ completion: inout Completion) {
        guard let index = completion.index else { return }
        let range = completion.start..<completion.start + completion.length
        room.editor.replace(range, with: completion.items[index].text)
        completion.length = max(0, room.editor.cursor - completion.start)
    }

    /// The word before the cursor, and where it begins.
    var word: (text: String, start: Int) {
        let before = room.editor.characters[..<room.editor.cursor]
        let start = before.lastIndex { $0.isWhitespace }.map { $0 + 1 } ?? 0
        return (String(before[start...]), start)
    }

    /// A list that offers itself.
    private var offered: Completion? {
        let (text, start) = word
        if isCommandWord(text, at: start) {
            let items = commands(beginning: text.dropFirst())
            // One alone stands behind the cursor already, with its usage.
            return items.count > 1 ? list(items, text, start) : nil
        }
        guard text.hasPrefix(":"), text.count > Self.emojiFrom,
            text.dropFirst().allSatisfy(EmojiNames.isNamePart)
        else { return nil }
        return list(CompletionItems.emoji(matching: text.dropFirst()), text, start)
    }

    /// A list that Tab asked for.
    private func asked() -> Completion? {
        let (text, start) = word
        if isCommandWord(text, at: start) {
            return list(commands(beginning: text.dropFirst()), text, start)
        }
        if let items = argument(text) { return list(items, text, start) }
        if text.hasPrefix("#") { return list(rooms(text.dropFirst(), sign: "#"), text, start) }
        if text.hasPrefix(":"), text.count > 1 {
            return list(CompletionItems.emoji(matching: text.dropFirst()), text, start)
        }
        return names(text, start) ?? corrections(text, start)
    }

    private func isCommandWord(_ text: String, at start: Int) -> Bool {
        start == 0 && text.hasPrefix("/") && !text.hasPrefix("//") && room.writing.edit == nil
    }

    private func list(_ items: [Completion.Item], _ text: String, _ start: Int) -> Completion? {
        guard !items.isEmpty else { return nil }
        let items = Array(items.prefix(Completion.limit))
        return Completion(items: items, index: nil, start: start, length: text.count)
    }

    // MARK: - Candidates

    /// What may follow the command that is typed; `nil` if it takes nothing that is known.
    private func argument(_ text: String) -> [Completion.Item]? {
        guard InputLine.isCommand(self),
            case .command(let command, _) = entry(of: room.editor.text)
        else { return nil }
        let place = argumentPlace
        if place == 1, !command.second.isEmpty { return Self.items(command.second, text) }
        // A setting and a path say themselves what stands where.
        guard place == 0 || [.setting, .path, .address].contains(command.argument) else {
            return prose(of: command, isBegun: !text.isEmpty || command.argument == .text)
        }
        switch command.argument {
        case .room: return rooms(text.first == "#" ? text.dropFirst() : text[...], sign: "")
        case .member:
            let word = text.first == "@" ? String(text.dropFirst()) : text
            return speakers(word).map { CompletionItems.name($0, ending: " ") }
        case .author where text.isEmpty || text.first == "@":
            return speakers(String(text.dropFirst())).map {
                CompletionItems.name($0, before: "@", ending: " ")
            }
        case .emoji: return CompletionItems.emoji(matching: text.filter { $0 != ":" }[...])
        case .words(let words): return Self.items(words, text)
        case .server:
            return servers.filter { $0.lowercased().hasPrefix(text.lowercased()) }.map {
                Completion.Item(text: "\($0) ", label: $0)
            }
        case .setting:
            let typed = String(room.editor.characters[..<word.start])
            let before = writing.preferences.expanded(typed)
            return settingItems(before.split(separator: " ").dropFirst().map { $0 }, text)
        case .command:
            return commands(beginning: text.drop { $0 == "/" })
        case .text, .author: return prose(of: command, isBegun: true)
        case .path, .address: return nil
        }
    }

    /// Which word behind the command the one before the cursor is, from 0; an alias may have some
    /// of them in it.
    private var argumentPlace: Int {
        let typed = String(room.editor.characters[..<word.start])
        return writing.preferences.expanded(typed).split(whereSeparator: \.isWhitespace).count - 1
    }

    /// What may stand where a command takes words of any kind.
    ///
    /// - Returns: `nil` where they are completed as in a message; nothing where there are none, and
    ///   behind what a command takes before a letter is typed.
    private func prose(of command: Command, isBegun: Bool) -> [Completion.Item]? {
        command.wordLimit == nil && isBegun ? nil : []
    }

    /// The words that begin so.
    private static func items(_ words: [String], _ text: String) -> [Completion.Item] {
        let wanted = text.lowercased()
        return words.filter { $0.hasPrefix(wanted) }.map {
            Completion.Item(text: "\($0) ", label: $0)
        }
    }

    /// The rooms that begin so: those that are followed first.
    private func rooms(_ word: Substring, sign: String) -> [Completion.Item] {
        let wanted = word.lowercased()
        let followed = followed
        let others = directory.filter { !followed.contains($0.name) }.sorted { $0.name < $1.name }
        let topics = Dictionary(
            rooms.map { ($0.name, $0.topic) } + others.map { ($0.name, $0.topic) },
            uniquingKeysWith: { first, _ in first }
        )
        return (followed + others.map(\.name)).filter { $0.description.hasPrefix(wanted) }.map {
            Completion.Item(text: "\(sign)\($0) ", label: "\(sign)\($0)", help: topics[$0] ?? "")
        }
    }
}

extension Model {
    /// The commands that begin so, one's own among them.
    fileprivate func commands(beginning word: Substring) -> [Completion.Item] {
        CompletionItems.commands(beginning: word)
            + CompletionItems.aliases(beginning: word, of: writing.preferences.aliases)
    }
}

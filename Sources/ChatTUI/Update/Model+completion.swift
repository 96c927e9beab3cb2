import ChatProtocol

extension Model {
    /// How many of the newest events are searched for speakers.
    private static let speakerSpan = 500

    /// Completes the word before the cursor, or shows the next candidate in its place.
    ///
    /// - Parameter back: whether the one before.
    /// - Returns: nothing to do.
    mutating func complete(back: Bool) -> [Effect] {
        if var running = completion, !running.candidates.isEmpty {
            let count = running.candidates.count
            running.index = (running.index + (back ? count - 1 : 1)) % count
            put(&running)
            return []
        }
        let start = wordStart
        let word = String(room.editor.characters[start..<room.editor.cursor])
        let candidates = candidates(for: word, at: start)
        guard !candidates.isEmpty else { return [] }
        var begun = Completion(
            candidates: Array(candidates.prefix(Completion.limit)),
            index: back ? min(candidates.count, Completion.limit) - 1 : 0,
            start: start,
            length: word.count
        )
        put(&begun)
        return []
    }

    private mutating func put(_ completion: inout Completion) {
        let text = completion.candidates[completion.index]
        let range = completion.start..<completion.start + completion.length
        room.editor.replace(range, with: text)
        completion.length = max(0, room.editor.cursor - completion.start)
        self.completion = completion
    }

    private var wordStart: Int {
        let before = room.editor.characters[..<room.editor.cursor]
        return before.lastIndex { $0.isWhitespace }.map { $0 + 1 } ?? 0
    }

    private func candidates(for word: String, at start: Int) -> [String] {
        let line = room.editor.text
        if start == 0, word.hasPrefix("/"), !word.hasPrefix("//") {
            let wanted = word.dropFirst().lowercased()
            return Command.all.map(\.name).filter { $0.hasPrefix(wanted) }.map { "/\($0) " }
        }
        if word.hasPrefix("#") { return roomNames(word.dropFirst()).map { "#\($0) " } }
        if case .command(let command, _) = Entry(line), [.join, .part].contains(command.kind) {
            return roomNames(word[...]).map { "\($0) " }
        }
        let ending = start == 0 ? ": " : " "
        return speakers(word).map { $0.description + ending }
    }

    /// The rooms that begin so: those that are followed first.
    private func roomNames(_ word: Substring) -> [String] {
        let wanted = word.lowercased()
        let followed = followed.map(\.description)
        let others = directory.map(\.name.description).filter { !followed.contains($0) }
        return (followed + others.sorted()).filter { $0.hasPrefix(wanted) }
    }

    /// The members that begin so: who spoke last first, then who is here.
    private func speakers(_ word: String) -> [MemberName] {
        let wanted = word.lowercased()
        var seen: Set<MemberName> = [name]
        let recent = room.timeline.events.suffix(Self.speakerSpan).reversed().map(\.user)
        let others = (Array(room.here) + room.members.map(\.name)).sorted()
        return (recent + others).filter { $0.folded.hasPrefix(wanted) && seen.insert($0).inserted }
    }
}

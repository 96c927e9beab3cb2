import ChatProtocol

/// Words that the dictionary does not have.
extension Model {
    /// Asks about the words of the line that are whole: not the one that is being written.
    ///
    /// - Returns: the question, if there is one.
    mutating func askSpelling() -> [Effect] {
        guard checksSpelling else { return [] }
        let cursor = room.editor.cursor
        let words = SpellingWords.places(in: room.editor.characters)
            .filter { !($0.lowerBound...$0.upperBound).contains(cursor) }
            .map { String(room.editor.characters[$0]) }
            .filter { !writing.spelling.isKnown($0) }
        let asked = Array(Set(words).sorted().prefix(Spelling.questionLimit))
        for word in asked { writing.spelling.note(word, nil) }
        return asked.isEmpty ? [] : [.spell(asked)]
    }

    /// Takes what the dictionary says.
    mutating func take(_ verdict: SpellingVerdict, on word: String) -> [Effect] {
        writing.spelling.note(word, verdict)
        guard writing.spelling.wanted == word else { return [] }
        writing.spelling.wanted = nil
        return verdict == .right || self.word.text != word ? [] : complete(back: false)
    }

    /// Where words stand in the line that the dictionary does not have, nor the room as a name.
    var misspelled: [Range<Int>] {
        guard checksSpelling, case .line = writing.mode, reading.find == nil else { return [] }
        let characters = room.editor.characters
        return SpellingWords.places(in: characters).filter { place in
            let word = String(characters[place])
            guard case .wrong? = writing.spelling.verdict(on: word) else { return false }
            return !isMember(word)
        }
    }

    /// What may be meant by the word before the cursor.
    ///
    /// - Returns: `nil` if it is right, or nothing is known of it.
    func corrections(_ text: String, _ start: Int) -> Completion? {
        guard checksSpelling, case .wrong(let others)? = writing.spelling.verdict(on: text),
            !others.isEmpty
        else { return nil }
        let items = others.map { Completion.Item(text: $0, label: $0) }
        return Completion(items: items, index: nil, start: start, length: text.count)
    }

    /// Asks about the word before the cursor, to offer others in its place.
    ///
    /// - Returns: the question; nothing if it is answered, or no word.
    mutating func askCorrections(of word: String) -> [Effect] {
        let isWord = SpellingWords.places(in: Array(word)) == [0..<word.count]
        guard checksSpelling, isWord, writing.spelling.verdict(on: word) == nil else { return [] }
        writing.spelling.wanted = word
        guard !writing.spelling.isKnown(word) else { return [] }
        writing.spelling.note(word, nil)
        return [.spell([word])]
    }

    private var checksSpelling: Bool {
        options.spelling != "off" && room.editor.characters.first != "/"
    }

    private func isMember(_ word: String) -> Bool {
        let folded = word.lowercased()
        return name.folded == folded || room.here.contains { $0.folded == folded }
            || room.members.contains { $0.name.folded == folded }
    }
}

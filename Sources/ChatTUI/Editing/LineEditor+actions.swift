/// What keys do.
extension LineEditor {
    /// Does what a key asks.
    ///
    /// - Parameter ring: where cut text goes and comes from.
    mutating func apply(_ action: EditAction, ring: inout KillRing) {
        isFull = false
        switch action {
        case .beginningOfLine: move(to: lineStart)
        case .endOfLine: move(to: lineEnd)
        case .backwardCharacter: move(to: cursor - 1)
        case .forwardCharacter: move(to: cursor + 1)
        case .backwardWord: move(to: wordStart)
        case .forwardWord: move(to: wordEnd)
        case .deleteCharacter: delete(cursor..<cursor + 1)
        case .backwardDeleteCharacter: delete(cursor - 1..<cursor)
        case .unixWordRubout: kill(blankStart..<cursor, &ring)
        case .backwardKillWord: kill(wordStart..<cursor, &ring)
        case .killWord: kill(cursor..<wordEnd, &ring)
        case .unixLineDiscard: kill(lineStart..<cursor, &ring)
        case .killLine: kill(cursor..<(lineEnd > cursor ? lineEnd : cursor + 1), &ring)
        case .yank: yank(entry: 0, ring)
        case .yankPop: yankPop(ring)
        case .transposeCharacters: transpose()
        case .transposeWords: transposeWords()
        case .upcaseWord: recase(.upper)
        case .downcaseWord: recase(.lower)
        case .capitalizeWord: recase(.capital)
        case .undo: undo()
        case .redo: redo()
        case .newline: insert("\n")
        }
    }

    /// Cuts a part out, into an entry of its own.
    ///
    /// - Parameter range: brought into the text's bounds.
    mutating func cut(_ range: Range<Int>, _ ring: inout KillRing) {
        last = .other
        kill(range, &ring)
        last = .other
    }

    /// Writes a character over those from the cursor on, of one line.
    ///
    /// - Parameter times: how many; nothing happens if there are not as many.
    mutating func overwrite(with character: Character, times: Int) {
        guard cursor + times <= lineEnd, !character.isNewline else { return }
        remember()
        last = .other
        splice(cursor..<cursor + times, with: String(repeating: character, count: times))
        move(to: cursor - 1)
    }

    /// Makes small letters large and large ones small, from the cursor on, of one line.
    mutating func toggleCase(times: Int) {
        recase(cursor..<max(cursor, min(cursor + times, lineEnd)), by: ViOperation.swapCase.cased)
    }

    private mutating func delete(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<characters.count)
        guard !range.isEmpty else { return }
        remember()
        last = .other
        splice(range, with: "")
    }

    private mutating func kill(_ range: Range<Int>, _ ring: inout KillRing) {
        let range = range.clamped(to: 0..<characters.count)
        guard !range.isEmpty else { return }
        let text = String(characters[range])
        if last == .killing {
            ring.extend(text, atFront: range.lowerBound < cursor)
        } else {
            ring.push(text)
        }
        remember()
        splice(range, with: "")
        last = .killing
    }

    private mutating func yank(entry: Int, _ ring: KillRing) {
        guard entry < ring.entries.count else { return }
        remember()
        let before = cursor
        splice(cursor..<cursor, with: ring.entries[entry])
        yanked = (max(0, cursor - before), entry)
        last = .yanking
    }

    private mutating func yankPop(_ ring: KillRing) {
        guard last == .yanking, !ring.entries.isEmpty else { return }
        let entry = (yanked.entry + 1) % ring.entries.count
        let start = max(0, cursor - yanked.count)
        remember()
        splice(start..<cursor, with: ring.entries[entry])
        yanked = (max(0, cursor - start), entry)
        last = .yanking
    }

    private mutating func transpose() {
        guard cursor > 0, characters.count > 1 else { return }
        let second = min(cursor, characters.count - 1)
        let pair = [characters[second], characters[second - 1]]
        guard !pair.contains("\n") else { return }
        remember()
        last = .other
        splice(second - 1..<second + 1, with: String(pair))
    }
}

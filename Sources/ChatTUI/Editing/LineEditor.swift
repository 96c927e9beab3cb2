import ChatProtocol

/// The input line: text, cursor and undo, edited as readline does, one grapheme cluster at a time.
package struct LineEditor: Hashable, Sendable {
    /// Bytes of UTF-8 that fit, which is what a message may have; more is not taken, and
    /// ``isFull`` says so.
    static let byteLimit = Limits.messageBytes
    /// Steps that can be undone; the oldest goes.
    static let undoLimit = 100

    /// The text as grapheme clusters; a line break is `\n`.
    private(set) var characters: [Character] = []
    /// 0 to `characters.count`: the cluster it stands before.
    private(set) var cursor = 0
    /// Whether something did not fit; until the next edit.
    private(set) var isFull = false

    private var byteCount = 0
    private var undone: [Snapshot] = []
    private var undoable: [Snapshot] = []
    private var last = Step.other
    /// How much the last yank inserted, for Alt-Y to replace, and which entry it was.
    private var yanked = (count: 0, entry: 0)

    private struct Snapshot: Hashable, Sendable {
        let text: String
        let cursor: Int
    }

    /// What the last key did, where the next one depends on it.
    private enum Step: Hashable {
        case typing, killing, yanking, other
    }

    /// Makes an editor with the cursor at the end.
    ///
    /// - Parameter text: cut off at ``byteLimit`` bytes.
    package init(_ text: String = "") {
        replaceAll(with: text)
        undoable = []
        last = .other
    }

    /// What stands in the line.
    package var text: String { String(characters) }
    /// Whether nothing does.
    package var isEmpty: Bool { characters.isEmpty }
    /// The bytes of UTF-8 in it, at most ``byteLimit``.
    package var bytes: Int { byteCount }

    package static func == (left: LineEditor, right: LineEditor) -> Bool {
        left.characters == right.characters && left.cursor == right.cursor
            && left.undoable == right.undoable && left.undone == right.undone
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(characters)
        hasher.combine(cursor)
    }

    // MARK: - Changes

    /// Types text at the cursor: one step to undo for a run of it.
    ///
    /// - Parameter text: may hold line breaks and what a paste brings; controls are left out.
    mutating func insert(_ text: String) {
        let startsWord = text.first?.isWhitespace == true
        if last != .typing || startsWord { remember() }
        last = .typing
        splice(cursor..<cursor, with: Self.cleaned(text))
    }

    /// Puts a paste in at the cursor: one step to undo.
    ///
    /// - Parameter text: line breaks of any kind are kept as lines.
    mutating func paste(_ text: String) {
        remember()
        last = .other
        splice(cursor..<cursor, with: Self.cleaned(text))
    }

    /// Replaces a stretch, as a completion does.
    ///
    /// - Parameters:
    ///   - range: clusters, brought into the text's bounds.
    ///   - text: what stands there then, with the cursor behind it.
    mutating func replace(_ range: Range<Int>, with text: String) {
        remember()
        last = .other
        splice(range.clamped(to: 0..<characters.count), with: Self.cleaned(text))
    }

    /// Replaces everything, which can be undone.
    ///
    /// - Parameter text: the new text, with the cursor at its end.
    mutating func replaceAll(with text: String) {
        replace(0..<characters.count, with: text)
    }

    /// Does what a key asks.
    ///
    /// - Parameters:
    ///   - action: what to do.
    ///   - ring: where cut text goes and comes from.
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
        case .undo: undo()
        case .redo: redo()
        case .newline: insert("\n")
        }
    }

    /// Moves to the same column of the line above or below.
    ///
    /// - Parameter down: whether below.
    /// - Returns: whether there is such a line.
    mutating func moveLine(down: Bool) -> Bool {
        let column = cursor - lineStart
        if down {
            let end = lineEnd
            guard end < characters.count else { return false }
            let nextEnd = characters[(end + 1)...].firstIndex(of: "\n") ?? characters.count
            move(to: min(end + 1 + column, nextEnd))
        } else {
            let start = lineStart
            guard start > 0 else { return false }
            let above = characters[..<(start - 1)].lastIndex(of: "\n").map { $0 + 1 } ?? 0
            move(to: min(above + column, start - 1))
        }
        return true
    }

    // MARK: - Places

    private var lineStart: Int {
        characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    }

    private var lineEnd: Int {
        characters[cursor...].firstIndex(of: "\n") ?? characters.count
    }

    private var wordStart: Int {
        var place = cursor
        while place > 0, !characters[place - 1].isWordPart { place -= 1 }
        while place > 0, characters[place - 1].isWordPart { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < characters.count, !characters[place].isWordPart { place += 1 }
        while place < characters.count, characters[place].isWordPart { place += 1 }
        return place
    }

    /// Where Ctrl-W stops: words are what stands between blanks.
    private var blankStart: Int {
        var place = cursor
        while place > 0, characters[place - 1].isWhitespace { place -= 1 }
        while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
        return place
    }

    private mutating func move(to place: Int) {
        cursor = min(max(0, place), characters.count)
        last = .other
    }

    // MARK: - Cutting

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

    // MARK: - Undo

    private mutating func remember() {
        undoable.append(Snapshot(text: text, cursor: cursor))
        if undoable.count > Self.undoLimit { undoable.removeFirst() }
        undone = []
    }

    private mutating func undo() {
        guard let step = undoable.popLast() else { return }
        undone.append(Snapshot(text: text, cursor: cursor))
        restore(step)
    }

    private mutating func redo() {
        guard let step = undone.popLast() else { return }
        undoable.append(Snapshot(text: text, cursor: cursor))
        restore(step)
    }

    private mutating func restore(_ step: Snapshot) {
        characters = Array(step.text)
        byteCount = step.text.utf8.count
        cursor = min(step.cursor, characters.count)
        last = .other
    }

    // MARK: - The one change

    /// Replaces a stretch with text and puts the cursor behind it.
    ///
    /// What stands on both sides is cut into clusters anew, since an accent joins the letter before
    /// it.
    private mutating func splice(_ range: Range<Int>, with text: String) {
        let first = max(0, range.lowerBound - 1)
        let end = min(characters.count, range.upperBound + 1)
        let before = String(characters[first..<range.lowerBound])
        let after = String(characters[range.upperBound..<end])
        let removed = characters[range].reduce(0) { $0 + $1.utf8.count }
        let room = Self.byteLimit - byteCount + removed
        let fitting = Self.prefix(of: text, bytes: room)
        isFull = fitting.utf8.count < text.utf8.count
        characters.replaceSubrange(first..<end, with: Array(before + fitting + after))
        byteCount += fitting.utf8.count - removed
        cursor = min(first + (before + fitting).count, characters.count)
    }

    private static func prefix(of text: String, bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var kept = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            guard count <= bytes else { break }
            kept.append(character)
        }
        return kept
    }

    /// Without controls; line breaks of any kind become `\n`.
    private static func cleaned(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == 0xc2 || $0 == 0xe2 })
        else { return text }
        var kept = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            let isBreak = scalar == "\r" || scalar.value == 0x2028 || scalar.value == 0x2029
            defer { wasReturn = scalar == "\r" }
            if scalar == "\n", wasReturn { continue }
            if isBreak || scalar == "\n" {
                kept.append("\n")
            } else if scalar == "\t" || scalar.properties.generalCategory != .control {
                kept.append(scalar)
            }
        }
        return String(kept)
    }
}

extension Character {
    /// Whether readline counts it to a word.
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}

/// What vi inserts, from the command that begins it to Esc.
extension LineEditor {
    /// How the text was when it began.
    struct Insertion: Sendable {
        /// What stood before the cursor.
        let before: [Character]
        /// What stood behind it.
        let after: [Character]
        /// How many steps were made before the command.
        var steps: Int
        /// What was written over, and `nil` for what was added to the line's end.
        var overwritten: [Character?] = []

        /// Where what is written over ends.
        var end: Int { before.count + overwritten.count }
    }

    /// Begins one at the cursor.
    mutating func beginInsertion() {
        insertion = Insertion(
            before: Array(characters[..<cursor]),
            after: Array(characters[cursor...]),
            steps: stepCount
        )
    }

    /// What was inserted since; `nil` if the text around it is another one.
    var inserted: String? {
        guard let insertion else { return nil }
        let rest = insertion.after.dropFirst(insertion.overwritten.compactMap(\.self).count)
        guard characters.count >= insertion.before.count + rest.count,
            characters.starts(with: insertion.before),
            characters.suffix(rest.count).elementsEqual(rest)
        else { return nil }
        return String(characters[insertion.before.count..<characters.count - rest.count])
    }

    /// Types a character over the one at the cursor, or at the end of its line.
    mutating func overtype(_ character: Character) {
        if last != .typing { remember() }
        last = .typing
        let isOver = cursor < lineEnd && !character.isNewline
        let original: Character? = isOver ? characters[cursor] : nil
        if insertion?.end == cursor {
            insertion?.overwritten.append(original)
        } else {
            insertion = nil
        }
        splice(cursor..<cursor + (isOver ? 1 : 0), with: Self.cleaned(String(character)))
    }

    /// Brings back what the last character was typed over; before the first one it goes back.
    mutating func takeBackOvertyped() {
        guard var insertion, insertion.end == cursor, !insertion.overwritten.isEmpty else {
            move(to: cursor - 1)
            return
        }
        let original = insertion.overwritten.removeLast()
        self.insertion = insertion
        splice(cursor - 1..<cursor, with: original.map { String($0) } ?? "")
        if original != nil { cursor -= 1 }
    }

    /// Makes one step to undo of several.
    ///
    /// - Parameter count: ``stepCount`` before them.
    mutating func joinSteps(since count: Int) {
        let made = min(stepCount - count, undoable.count)
        guard made > 1 else { return }
        undoable.removeSubrange((undoable.count - made + 1)...)
        stepCount = count + 1
    }
}

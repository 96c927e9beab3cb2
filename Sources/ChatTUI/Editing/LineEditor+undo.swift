/// Taking changes back.
extension LineEditor {
    /// Keeps what is, before it is changed.
    mutating func remember() {
        stepCount += 1
        undoable.append(Snapshot(text: text, cursor: cursor))
        if undoable.count > Self.undoLimit { undoable.removeFirst() }
        undone = []
    }

    /// Takes the last change back.
    mutating func undo() {
        guard let step = undoable.popLast() else { return }
        undone.append(Snapshot(text: text, cursor: cursor))
        restore(step)
    }

    /// Makes the change again that was taken back last.
    mutating func redo() {
        guard let step = undone.popLast() else { return }
        undoable.append(Snapshot(text: text, cursor: cursor))
        restore(step)
    }

    private mutating func restore(_ step: Snapshot) {
        insertion = nil
        characters = Array(step.text)
        byteCount = step.text.utf8.count
        cursor = min(step.cursor, characters.count)
        last = .other
    }
}

/// Keys as vi has them, where the person wants that.
extension Model {
    /// Whether letters are commands.
    var isViNormal: Bool { options.editing == .vi && writing.vi.isNormal }

    /// Whether letters are written over what stands in the line.
    var isViReplacing: Bool { options.editing == .vi && writing.vi.isReplacing }

    /// Takes a key of the line.
    ///
    /// - Returns: `nil` if it does that.
    mutating func takeVi(_ key: Key, _ action: Action?) -> [Effect]? {
        guard options.editing == .vi else { return nil }
        guard writing.vi.isNormal else {
            if writing.vi.isReplacing, let effects = replace(by: key, action) { return effects }
            guard action == .escape else { return nil }
            var editor = room.editor
            writing.vi.leaveInsert(&editor)
            room.editor = editor
            return []
        }
        switch (action, key.code) {
        case (.send, _):
            writing.vi.insert()
            return nil
        case (.escape, _): return writing.vi.forget() ? [] : nil
        case (.recall, _):
            rooms[front].editor.apply(.redo, ring: &ring)
            return []
        case (.edit(.backwardDeleteCharacter), _):
            rooms[front].editor.apply(.backwardCharacter, ring: &ring)
            return []
        case (_, .character(let character)) where key.modifiers.subtracting(.shift).isEmpty:
            var editor = room.editor
            var ring = self.ring
            let outcome = writing.vi.take(character, &editor, &ring)
            room.editor = editor
            self.ring = ring
            return done(outcome)
        default:
            _ = writing.vi.forget()
            return nil
        }
    }

    /// Takes a key while letters are written over what stands there.
    private mutating func replace(by key: Key, _ action: Action?) -> [Effect]? {
        switch (action, key.code) {
        case (.send, _):
            writing.vi.insert()
            return nil
        case (.edit(.backwardDeleteCharacter), _): room.editor.takeBackOvertyped()
        case (nil, .character(let character)) where key.modifiers.subtracting(.shift).isEmpty:
            room.editor.overtype(character)
        default: return nil
        }
        return noteTyping()
    }

    private mutating func done(_ outcome: ViKeys.Outcome) -> [Effect] {
        switch outcome {
        case .nothing: return []
        case .older, .newer: return browse(older: outcome == .older)
        case .newest: return scroll(.newest)
        case .find:
            room.editor.move(to: room.editor.characters.count)
            return find()
        case .command:
            guard room.editor.isEmpty else { return show(notice: "the line is not empty") }
            writing.vi.insert()
            room.editor.insert("/")
            offerCompletion()
            return []
        }
    }
}

import ChatProtocol

/// Looking for something that was sent before, as readline's Ctrl-R.
extension Model {
    /// Begins to look.
    mutating func beginRecall() -> [Effect] {
        completion = nil
        writing.mode = .recall(Recall(line: room.editor))
        return []
    }

    /// Takes a key while something is looked for.
    ///
    /// - Parameter recall: how far the search is.
    /// - Returns: what follows; keys for the line act on what was found.
    mutating func take(_ key: Key, _ action: Action?, recalling recall: Recall) -> [Effect] {
        notice = nil
        var recall = recall
        switch (key.code, action) {
        case (_, .recall): search(&recall, older: true)
        case (_, .select): search(&recall, older: false)
        case (.backspace, _):
            recall.query = String(recall.query.dropLast())
            recall.shown = nil
            search(&recall, older: true)
        case (.character(let character), _) where key.modifiers.subtracting(.shift).isEmpty:
            add(String(character), to: recall)
            return []
        case (_, .interrupt), (.character("g"), _):
            writing.mode = .line
            room.editor = recall.line
            return []
        case (.enter, _), (.escape, _):
            endRecall()
            return []
        default:
            endRecall()
            return take(key)
        }
        writing.mode = .recall(recall)
        return []
    }

    /// Types or pastes into what is looked for.
    ///
    /// - Parameters:
    ///   - text: of which the first line is taken, as far as it fits.
    ///   - recall: how far the search is.
    mutating func add(_ text: String, to recall: Recall) {
        var recall = recall
        let left = max(0, Recall.queryLimit - recall.query.count)
        recall.query += text.prefix { !$0.isNewline }.prefix(left)
        search(&recall, older: true, staying: true)
        writing.mode = .recall(recall)
    }

    /// Leaves what was found in the line.
    mutating func endRecall() {
        guard case .recall(let recall) = writing.mode else { return }
        writing.mode = .line
        guard let shown = recall.shown, let line = room.history.line(shown) else { return }
        room.editor = recall.line
        room.editor.replaceAll(with: line)
    }

    private mutating func search(_ recall: inout Recall, older: Bool, staying: Bool = false) {
        guard !recall.query.isEmpty else {
            recall.shown = nil
            recall.isFailing = false
            return
        }
        let found = room.history.find(
            recall.query,
            from: recall.shown,
            older: older,
            staying: staying
        )
        recall.isFailing = found == nil
        recall.shown = found ?? recall.shown
    }
}

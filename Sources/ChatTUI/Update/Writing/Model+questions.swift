import ChatProtocol

/// Asking before something is done.
extension Model {
    /// Asks.
    ///
    /// - Parameter kind: what is asked.
    /// - Returns: nothing to do before it is answered.
    mutating func ask(_ kind: Question.Kind) -> [Effect] {
        let selection: Selection? =
            if case .select(let selection) = writing.mode { selection } else { nil }
        completion = nil
        writing.mode = .ask(Question(kind: kind, selection: selection))
        return []
    }

    /// Takes a key while something is asked.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - action: what it does elsewhere.
    ///   - question: what is asked.
    /// - Returns: what follows; a key that is no answer changes nothing.
    mutating func take(_ key: Key, _ action: Action?, answering question: Question) -> [Effect] {
        notice = nil
        switch action {
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        default: break
        }
        switch question.kind {
        case .delete(let seq):
            guard let isYes = Self.answer(key) else { return [] }
            close(question)
            return isYes ? change(.delete, of: seq) : []
        case .destroy(let name):
            guard let isYes = Self.answer(key) else { return [] }
            close(question)
            return isYes ? [.decide(name, .destroy)] : []
        case .leave:
            guard let isYes = Self.answer(key) else { return [] }
            close(question)
            return isYes ? [.quit] : []
        case .choose(let choice, let options):
            return take(key, of: options, for: choice, question)
        case .paste(let paste): return take(key, for: paste, question)
        case .password(let entry): return take(key, for: entry)
        }
    }

    /// Goes back to where the question came from.
    private mutating func close(_ question: Question) {
        writing.mode = question.selection.map { .select($0) } ?? .line
    }

    /// What a key answers: yes, no, or nothing.
    private static func answer(_ key: Key) -> Bool? {
        switch (key.code, key.modifiers) {
        case (.character("y"), []), (.character("Y"), _), (.character("d"), .control): true
        case (.character("n"), []), (.character("N"), _), (.escape, _), (.enter, _),
            (.character("c"), .control), (.character("q"), []):
            false
        default: nil
        }
    }

    private mutating func take(
        _ key: Key,
        of options: [String],
        for choice: Question.Choice,
        _ question: Question
    ) -> [Effect] {
        switch key.code {
        case .enter:
            close(question)
            return options.first.map { use($0, for: choice) } ?? []
        case .escape:
            close(question)
            return []
        case .character(let character):
            if Self.answer(key) == false {
                close(question)
                return []
            }
            guard key.modifiers.isEmpty, let number = character.wholeNumberValue,
                options.indices.contains(number - 1)
            else { return [] }
            close(question)
            return use(options[number - 1], for: choice)
        default: return []
        }
    }

    private mutating func take(_ key: Key, for paste: Paste, _ question: Question) -> [Effect] {
        switch (key.code, key.modifiers) {
        case (.enter, _): return send(paste, asCode: false)
        case (.character("c"), []), (.character("C"), _): return send(paste, asCode: true)
        case (.character("e"), []), (.character("E"), _), (.escape, _):
            writing.mode = .line
            return insert(paste)
        case (.character("c"), .control):
            writing.mode = .line
            return leaveOut(paste)
        default: return []
        }
    }

    /// Leaves out a paste that was asked about: it can be yanked.
    ///
    /// - Parameter paste: what was pasted.
    /// - Returns: nothing to do.
    mutating func leaveOut(_ paste: Paste) -> [Effect] {
        ring.push(paste.text)
        let yank = keys.label(of: .edit(.yank)) ?? "yank"
        return show(notice: "the paste is left out; \(yank) brings it")
    }
}

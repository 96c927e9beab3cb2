import ChatProtocol

/// Asking before something is done.
extension Model {
    /// Asks.
    ///
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
    /// - Returns: what follows; a key that is no answer changes nothing.
    mutating func take(_ key: Key, _ action: Action?, answering question: Question) -> [Effect] {
        notice = nil
        switch action {
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        default: break
        }
        switch question.kind {
        case .delete(let seq, let why):
            if Self.letter(of: key) == "w" {
                return askWhy(of: seq, from: why, question)
            }
            guard let isYes = Self.answer(key) else { return [] }
            close(question)
            return isYes ? change(.delete, of: seq, to: why) : []
        case .why(let seq, let query, let before):
            return take(key, action, in: query, of: seq, before: before, question)
        case .destroy(let name):
            guard let isYes = Self.answer(key) else { return [] }
            close(question)
            return isYes ? [.decide(name, .destroy)] : []
        case .leave:
            // Whoever leaves by a key, and is asked, may press it once more.
            let again = action == .deleteOrQuit ? true : nil
            guard let isYes = Self.answer(key) ?? again else { return [] }
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

    /// Asks something else, and comes back to where the first question came from.
    ///
    /// - Returns: nothing to do before it is answered.
    mutating func ask(_ kind: Question.Kind, after question: Question) -> [Effect] {
        writing.mode = .ask(Question(kind: kind, selection: question.selection))
        return []
    }

    /// What a key answers: yes, no, or nothing.
    private static func answer(_ key: Key) -> Bool? {
        switch (letter(of: key), key.code, key.modifiers) {
        case ("y", _, _): true
        case ("n", _, _), ("q", _, _), (_, .escape, _), (_, .enter, _),
            (_, .character("c"), .control):
            false
        default: nil
        }
    }

    /// The small letter of a key; `nil` with Ctrl or Alt, which make it another key.
    private static func letter(of key: Key) -> String? {
        guard case .character(let character) = key.code,
            key.modifiers.subtracting(.shift).isEmpty
        else { return nil }
        return character.lowercased()
    }

    private mutating func askWhy(
        of seq: Int64,
        from why: String,
        _ question: Question
    ) -> [Effect] {
        // One more than a reason may have: what is too long is refused, and not cut.
        var query = Query(limit: Limits.topicBytes + 1)
        query.add(why)
        return ask(.why(seq, query, before: why), after: question)
    }

    /// Takes a key while a reason is typed.
    private mutating func take(
        _ key: Key,
        _ action: Action?,
        in query: Query,
        of seq: Int64,
        before: String,
        _ question: Question
    ) -> [Effect] {
        switch (key.code, key.modifiers) {
        case (.enter, []): return delete(seq, why: query.text, question)
        case (.escape, _), (.character("c"), .control), (.character("g"), .control):
            return ask(.delete(seq, why: before), after: question)
        default:
            var typed = query
            guard typed.take(key, action) else { return [] }
            return ask(.why(seq, typed, before: before), after: question)
        }
    }

    /// Takes a line as the reason that is asked for; one without words goes back to the question.
    ///
    /// - Parameter before: the reason that was given before.
    mutating func takeReason(
        _ line: String,
        of seq: Int64,
        before: String,
        _ question: Question
    ) -> [Effect] {
        guard VisibleText.isIn(line) else {
            return ask(.delete(seq, why: before), after: question)
        }
        return delete(seq, why: line, question)
    }

    private mutating func delete(_ seq: Int64, why: String, _ question: Question) -> [Effect] {
        if let words = Self.refusal(ofReason: why) { return show(notice: words) }
        close(question)
        return change(.delete, of: seq, to: why)
    }

    /// Why a reason cannot be given.
    ///
    /// - Returns: `nil` if it can.
    static func refusal(ofReason why: String) -> String? {
        let bytes = why.utf8.count
        guard bytes > Limits.topicBytes else { return nil }
        return "a reason has \(Limits.topicBytes) bytes at most, not \(bytes)"
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
        switch (Self.letter(of: key), key.code, key.modifiers) {
        case (_, .enter, []): return send(paste, asCode: false)
        case ("c", _, _): return send(paste, asCode: true)
        case ("e", _, _), (_, .escape, _):
            writing.mode = .line
            return insert(paste)
        case (_, .character("c"), .control):
            writing.mode = .line
            return leaveOut(paste)
        default: return []
        }
    }

    /// Leaves out a paste that was asked about, or that answers nothing: it can be yanked.
    ///
    /// - Parameter paste: what was pasted; of nothing, nothing is told.
    mutating func leaveOut(_ paste: Paste) -> [Effect] {
        guard !paste.text.isEmpty else { return [] }
        ring.push(paste.text)
        let yank = keys.label(of: .edit(.yank)) ?? "yank"
        return show(notice: "the paste is left out; \(yank) brings it")
    }
}

import ChatProtocol

/// Pastes: one line goes into the line, several are asked about, and none is sent by itself.
extension Model {
    /// Takes a paste.
    ///
    /// - Parameter text: as the terminal gave it.
    /// - Returns: that the person is typing, where it went into the line.
    mutating func paste(_ text: String) -> [Effect] {
        if pasteIntoQuery(text) { return [] }
        overlay = nil
        notice = nil
        completion = nil
        switch writing.mode {
        case .ask(let question):
            return paste(text, answering: question)
        case .react(let editor, let selection):
            add(text, to: editor, selection)
            return []
        case .recall(let recall):
            add(text, to: recall)
            return []
        case .select: _ = leaveSelecting()
        case .line: break
        }
        let paste = Paste(text)
        guard !paste.text.isEmpty else { return [] }
        return paste.isAskedAbout ? ask(.paste(paste)) : insert(paste)
    }

    /// Takes a paste while something is asked: it is what is asked for, or is left out.
    private mutating func paste(_ text: String, answering question: Question) -> [Effect] {
        switch question.kind {
        case .password(let entry): return paste(text, into: entry)
        case .why(let seq, var query, let before):
            query.add(text)
            return ask(.why(seq, query, before: before), after: question)
        case .paste(let first):
            // A second one joins the one that is asked about.
            let both = (first.text + text).utf8.prefix(KeyParser.pasteByteLimit)
            return ask(.paste(Paste(String(decoding: both, as: UTF8.self))))
        case .delete, .destroy, .choose, .leave: return leaveOut(Paste(text))
        }
    }

    /// Puts a paste into the line, as far as it fits.
    ///
    /// - Returns: that the person is typing.
    mutating func insert(_ paste: Paste) -> [Effect] {
        room.editor.paste(paste.text)
        return noteTyping()
    }

    /// Sends a paste as one message, with what stands around it in the line.
    ///
    /// - Returns: the post; nothing if it is too long, which is said.
    mutating func send(_ paste: Paste, asCode: Bool) -> [Effect] {
        let text = asCode ? CodeBlocks.block(of: paste.text) : paste.text
        let before = String(room.editor.characters[..<room.editor.cursor])
        let after = String(room.editor.characters[room.editor.cursor...])
        let whole = Self.join(before, text, after, onLinesOfItsOwn: asCode)
        guard whole.utf8.count <= LineEditor.byteLimit else {
            return show(notice: Self.tooLong(whole.utf8.count))
        }
        writing.mode = .line
        room.editor.replaceAll(with: whole)
        // What was pasted is words, also where it begins with a slash.
        return sendWords(whole)
    }

    /// What is said of a message that is too long.
    ///
    /// - Returns: a sentence with the limit.
    static func tooLong(_ bytes: Int) -> String {
        "a message has \(LineEditor.byteLimit) bytes at most, not \(bytes)"
    }

    private static func join(
        _ before: String,
        _ text: String,
        _ after: String,
        onLinesOfItsOwn isApart: Bool
    ) -> String {
        guard isApart else {
            // The last line break ends the paste's last line; it begins no empty one.
            let end = after.isEmpty && text.hasSuffix("\n") ? String(text.dropLast()) : text
            return before + end + after
        }
        let first = before.isEmpty || before.hasSuffix("\n") ? before : before + "\n"
        return first + text + (after.isEmpty || after.hasPrefix("\n") ? after : "\n" + after)
    }
}

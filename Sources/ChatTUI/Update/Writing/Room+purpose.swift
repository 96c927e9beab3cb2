import ChatProtocol

/// What the line is for, across runs.
extension Room {
    /// What the line is for, as the next start has it; empty where it is for a message, or where
    /// nothing is typed that could be sent as one by mistake.
    var keptPurpose: String {
        guard !editor.isEmpty, held.isEmpty else { return "" }
        switch writing.purpose {
        case .say: return ""
        case .reply(let seq):
            guard !holdsSecret else { return "" }
            return KeptPurpose(kind: .reply, seq: seq, at: moment(of: seq), words: editor.text).text
        case .edit(let edit):
            guard editor.text != edit.original else { return "" }
            return KeptPurpose(
                kind: .edit(original: edit.original, replyTo: edit.replyTo),
                seq: edit.target,
                at: moment(of: edit.target),
                words: editor.text
            ).text
        }
    }

    /// Makes the draft what it was for.
    ///
    /// An answer that reads otherwise now is a message; a draft that is gone was sent.
    ///
    /// - Parameter text: as ``keptPurpose`` gave it.
    mutating func restorePurpose(_ text: String) {
        guard !editor.isEmpty, case .say = writing.purpose, let kept = KeptPurpose(text) else {
            return
        }
        switch kept.kind {
        case .reply:
            guard editor.text == kept.words else { return }
            writing.purpose = .reply(to: kept.seq)
        case .edit(let original, let replyTo):
            // Where nothing stood in the line before, the draft is the changed text itself.
            let draft = editor.text == kept.words ? LineEditor() : editor
            writing.purpose = .edit(
                .init(target: kept.seq, original: original, draft: draft, replyTo: replyTo)
            )
            editor = LineEditor(kept.words)
        }
        writing.about = kept.at.map { (seq: kept.seq, at: $0) }
    }

    /// When a message was said.
    ///
    /// - Returns: `nil` where it is not held, and no earlier run knew it.
    func moment(of seq: Int64) -> Timestamp? {
        if let about = writing.about, about.seq == seq { return about.at }
        return knownMoment(of: seq)
    }

    /// Whether the message that the line is about is known to be another one than that of the
    /// earlier run.
    var isAboutOther: Bool {
        guard let about = writing.about, about.seq == writing.edit?.target ?? writing.replyTo else {
            return false
        }
        return knownMoment(of: about.seq).map { $0 != about.at } ?? false
    }

    private func knownMoment(of seq: Int64) -> Timestamp? {
        if let place = timeline.index(of: seq) { return timeline.events[place].at }
        if case .held(let event)? = originals[seq] { return event.at }
        for case .sent(let event) in pending.map(\.state) where event.seq == seq {
            return event.at
        }
        return nil
    }
}

extension Model {
    /// Makes words a draft that were for a message of an earlier run, whose number is another one's
    /// now.
    ///
    /// - Returns: `false` if they are for no such message.
    mutating func leaveOther() -> Bool {
        guard room.isAboutOther else { return false }
        let words = room.editor
        rooms[front].dropPurpose()
        rooms[front].writing.purpose = .say
        rooms[front].writing.about = nil
        if room.editor.isEmpty {
            room.editor = words
        } else if room.editor.text != words.text {
            keep(words.text, in: front)
        }
        notice = "the message is another one now"
        return true
    }
}

import ChatProtocol

/// What of a room's words outlives the run, if they are not sent.
extension Room {
    /// What is to be kept of the line, behind what was said while the room is being made: that is
    /// in no outbox, as nobody knows whether there will be a room for it.
    var draft: String {
        guard let first = held.first else { return typed }
        let rest = held.dropFirst().map(\.text) + (typed.isEmpty ? [] : [typed])
        return ([first.asTyped] + rest).joined(separator: "\n")
    }

    /// What is typed, or while a message is changed what stood there before, which would otherwise
    /// be lost.
    private var typed: String {
        guard let edit = writing.edit else { return holdsSecret ? "" : editor.text }
        if !edit.draft.isEmpty { return Self.holdsSecret(edit.draft) ? "" : edit.draft.text }
        return editor.text == edit.original ? "" : editor.text
    }
}

extension OutgoingMessage {
    /// The line that says it.
    fileprivate var asTyped: String {
        if kind == .action { return "/me \(text)" }
        return text.hasPrefix("/") ? "/" + text : text
    }
}

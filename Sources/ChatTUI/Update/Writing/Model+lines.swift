import ChatProtocol

/// Up and Down, and what was sent before.
extension Model {
    /// Up and Down: lines of the text first; from an empty line a command that came to nothing, or
    /// one's last message; then what was sent before.
    mutating func browse(older: Bool) -> [Effect] {
        if room.editor.moveLine(down: !older) { return [] }
        if older, room.editor.isEmpty, case .say = room.writing.purpose {
            let isFirst = !room.history.isBrowsing && !offersUndone
            if takeBackRefused() || isFirst && beginEditOfLast() { return [] }
        }
        guard leaveEdit(older: older) else { return [] }
        let current = room.editor.text
        let text =
            older ? room.history.older(than: current) : room.history.newer(than: current)
        show(sent: text)
        return []
    }

    /// Goes through what was sent in all rooms of the server.
    ///
    /// - Parameter older: whether to what was sent before; else back to the draft.
    mutating func browseAnywhere(older: Bool) -> [Effect] {
        gatherSent()
        guard leaveEdit(older: older) else { return [] }
        let current = room.editor.text
        let browsed = room.writing.browsed.flatMap { $0.shows(current) ? $0 : nil }
        var sent = browsed ?? writing.sent
        let text = older ? sent.older(than: current) : sent.newer(than: current)
        room.writing.browsed = sent.isBrowsing ? sent : nil
        show(sent: text)
        return []
    }

    /// Puts what an earlier run sent before what this one does: room by room, that of the room in
    /// front last.
    mutating func gatherSent() {
        guard !writing.isSentGathered else { return }
        writing.isSentGathered = true
        let here = room.name
        let others = histories.filter { $0.key != here }.sorted { $0.key < $1.key }
        writing.sent.restore(others.flatMap(\.value) + room.history.lines)
    }

    /// Leaves an edit whose text is as it was; one that was changed is not lost by a key too much.
    ///
    /// - Returns: whether to go on to what was sent.
    private mutating func leaveEdit(older: Bool) -> Bool {
        guard let edit = room.writing.edit else { return true }
        guard room.editor.text == edit.original else { return false }
        leavePurpose()
        return older
    }

    private mutating func show(sent text: String?) {
        guard let text else { return }
        // A draft that was changed from a line that came back is found again by undoing.
        room.editor.replaceAll(with: text)
        if isWaiting(text) {
            notice = "\(Self.unsentWords); Enter says these words as another one"
        }
    }

    /// Whether a message of just these words waits to be sent here.
    private func isWaiting(_ text: String) -> Bool {
        room.pending.contains { pending in
            pending.state == .waiting && pending.author == name && pending.message.text == text
        }
    }

    /// Whether Up brings back a command that came to nothing, as it is what was sent last.
    private var offersUndone: Bool {
        room.writing.undone.map { $0 == room.history.newest } ?? false
    }

    /// Notes that what a command ordered came to nothing: Up offers that line first.
    ///
    /// - Parameter order: the command; `nil` where a key ordered it.
    mutating func noteUndone(_ order: TypedLine?) {
        guard let order, let index = index(of: order.room) else { return }
        rooms[index].writing.undone = order.text
    }

    /// Notes which command was typed last of those that may come to nothing, and that it ordered
    /// transfers.
    mutating func note(_ order: TypedLine, leadingTo effects: [Effect]) {
        if effects.contains(where: \.mayComeToNothing) { writing.order = order }
        for case .transfer(let number, _) in effects {
            guard let place = transfers.firstIndex(where: { $0.number == number }) else { continue }
            transfers[place].order = order
        }
    }

    /// Brings the newest message into the line that was refused, to be sent again.
    ///
    /// - Returns: `false` if none was refused.
    private mutating func takeBackRefused() -> Bool {
        guard
            let place = room.pending.lastIndex(where: {
                if case .refused = $0.state { true } else { false }
            })
        else { return false }
        let message = room.pending.remove(at: place).message
        room.editor = LineEditor(message.kind == .action ? "/me \(message.text)" : message.text)
        if let seq = message.replyTo { room.writing.purpose = .reply(to: seq) }
        return true
    }

    /// Inserts the last word of the line that was sent last; the same key again that of the line
    /// before.
    ///
    /// - Returns: that the person is typing.
    mutating func yankLastWord() -> [Effect] {
        let place = room.editor.lastWordPlace.map { $0 + 1 } ?? 0
        guard let word = room.history.lastWord(place) else { return [] }
        room.editor.insertLastWord(word, from: place)
        return noteTyping()
    }

    /// Takes what came back from the person's own editor.
    ///
    /// - Returns: that the person is typing.
    mutating func edited(_ text: String) -> [Effect] {
        // Editors end the last line with a line break that nobody typed.
        var text = LineEditor.cleaned(text)
        while text.hasSuffix("\n") { text.removeLast() }
        guard text != room.editor.text else { return [] }
        room.editor.replaceAll(with: text)
        if room.editor.isFull {
            notice = Self.tooLong(text.utf8.count)
            keepOverflow(text)
        }
        return noteTyping()
    }

    /// Why a line that was written elsewhere is not taken: no part of it would be said alone.
    ///
    /// - Returns: words for the person; `nil` if it fits.
    static func refusal(ofLine line: String) -> String? {
        let bytes = LineEditor.cleaned(line).utf8.count
        return bytes > LineEditor.byteLimit ? tooLong(bytes) : nil
    }

    /// What did not fit is in the ring, for Ctrl-Y.
    private mutating func keepOverflow(_ text: String) {
        ring.push(text)
    }
}

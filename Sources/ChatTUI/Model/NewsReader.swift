import ChatProtocol

/// For whom messages are new: only what others say is counted, and not what the person ignores.
struct NewsReader: Sendable {
    let name: MemberName
    let ignored: Set<MemberName>

    /// Whether an event is counted where it is unread: no edit, deletion, reaction or topic is.
    ///
    /// - Returns: `true` if it is.
    func isNews(_ event: DurableEvent) -> Bool {
        guard case .message = event.content, event.user != name else { return false }
        return !ignored.contains(event.user)
    }

    /// The same where nobody is ignored: as the server counts, which knows of none who is.
    var ofAll: NewsReader { NewsReader(name: name, ignored: []) }

    /// Whether another one's message has the person's name in it as it reads now, which the server
    /// counts too.
    ///
    /// - Returns: `true` if it has.
    func isNamed(in event: DurableEvent, of room: Room) -> Bool {
        guard event.user != name, let text = room.currentText(of: event) else { return false }
        return Mention(of: name).isIn(text)
    }
}

extension Model {
    /// The person, as one for whom messages are new.
    var reader: NewsReader {
        NewsReader(name: name, ignored: Set(writing.preferences.ignored))
    }
}

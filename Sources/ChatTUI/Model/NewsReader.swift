import ChatProtocol

/// For whom messages are new: only what others say is counted, and not what the person ignores.
struct NewsReader: Sendable {
    let name: MemberName
    let ignored: Set<MemberName>

    /// Whether an event is counted where it is unread: no edit, deletion, reaction or topic is.
    ///
    /// - Parameter event: of any room.
    /// - Returns: `true` if it is.
    func isNews(_ event: DurableEvent) -> Bool {
        guard case .message = event.content, event.user != name else { return false }
        return !ignored.contains(event.user)
    }

    /// The same where nobody is ignored: as the server counts, which knows of none who is.
    var ofAll: NewsReader { NewsReader(name: name, ignored: []) }

    /// Whether another one's message has the person's name in it, which the server counts too.
    ///
    /// - Parameter event: of any room.
    /// - Returns: `true` if it has.
    func isNamed(in event: DurableEvent) -> Bool {
        guard case .message(let message) = event.content, event.user != name else { return false }
        return Mention(of: name).isIn(message.text)
    }
}

extension Model {
    /// The person, as one for whom messages are new.
    var reader: NewsReader {
        NewsReader(name: name, ignored: Set(writing.preferences.ignored))
    }
}

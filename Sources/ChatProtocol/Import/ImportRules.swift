/// What a row of an import must keep to: the same as what is posted.
package struct ImportRules: Hashable, Sendable {
    /// Bytes of a message's text.
    package var messageBytes = Limits.messageBytes
    /// Bytes of a topic.
    package var topicBytes = Limits.topicBytes

    /// Makes the default rules.
    package init() {}

    /// The content that fields of any source make.
    ///
    /// - Returns: `nil` for a known type that is no part of a log.
    /// - Throws: why it is none, also for a type that is not known.
    static func content(
        of fields: borrowing WireFields
    ) throws(DecodingFailure) -> DurableEvent.Content? {
        if let content = try fields.durableContent() { return content }
        let type = fields.type ?? ""
        guard Event.typeNames.contains(type) else {
            throw .malformed("there is no type \(SafeText(type).singleLine.prefix(32))")
        }
        return nil
    }

    /// Why a text is no time.
    static func noTime(_ text: String) -> DecodingFailure {
        let told = SafeText(text).singleLine.prefix(40)
        return .malformed("at: \"\(told)\" is not a time such as 2026-11-22T07:40:00Z")
    }

    /// Reads a member's name.
    ///
    /// - Throws: ``DecodingFailure/malformed(_:)``.
    static func member(_ text: String, _ field: String) throws(DecodingFailure) -> MemberName {
        do {
            return try MemberName(text)
        } catch {
            throw .malformed("the \(field) is not a member's name: \(error)")
        }
    }

    /// Checks what happened.
    ///
    /// An edit without a text is what is told of one whose message was deleted; whether it is, the
    /// rows before it tell.
    ///
    /// - Returns: the content as a request would have it kept: without what later events made of
    ///   it, of a message that was deleted that alone, an emoji in its one form, and empty what
    ///   shows as nothing.
    /// - Throws: ``DecodingFailure/malformed(_:)``.
    func checked(_ content: DurableEvent.Content) throws(DecodingFailure) -> DurableEvent.Content {
        switch content {
        case .message(var message):
            guard message.state?.isDeleted != true else { return Self.deleted }
            if message.file == nil || !message.text.isEmpty { try check(message.text) }
            if let key = message.key { try check(key: key) }
            if let file = message.file { try check(file) }
            message.state = nil
            return .message(message)
        case .edit(_, let text): if !text.isEmpty { try check(text) }
        case .react(let target, let emoji, let isOn):
            do {
                return .react(target: target, emoji: try Emoji(emoji).description, on: isOn)
            } catch { throw .malformed("the emoji: \(error)") }
        case .room(var change):
            change.topic = change.topic.map(VisibleText.words)
            try check(change)
            return .room(change)
        case .delete(let target, let reason):
            let words = reason.map(VisibleText.words)
            try check(words, "reason")
            return .delete(target: target, reason: words)
        case .member(let member, let role, var terms):
            terms.reason = terms.reason.map(VisibleText.words)
            try check(terms.reason, "reason")
            return .member(member, role: role, terms: terms)
        case .unknown: break
        }
        return content
    }

    /// A message that was deleted where it comes from: its text is not told.
    private static let deleted = DurableEvent.Content.message(
        Message(text: "", state: MessageState(isDeleted: true))
    )

    private func check(_ change: RoomChange) throws(DecodingFailure) {
        try check(change.topic, "topic")
        if let other = change.outOfBounds {
            let range = other.range
            throw .malformed("\(other.name) is \(range.lowerBound) to \(range.upperBound)")
        }
    }

    private func check(_ text: String?, _ name: String) throws(DecodingFailure) {
        guard text?.utf8.count ?? 0 <= topicBytes else {
            throw .malformed("the \(name) has more than \(topicBytes) bytes")
        }
    }

    private func check(_ text: String) throws(DecodingFailure) {
        guard text.utf8.count <= messageBytes else {
            throw .malformed("the text has more than \(messageBytes) bytes")
        }
        guard VisibleText.isIn(text) else { throw .malformed("the text is empty") }
    }

    /// People and programs follow the address: it leads to a server's files and nowhere else.
    private func check(_ file: FileReference) throws(DecodingFailure) {
        let isPlain = file.url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard isPlain, file.url.hasPrefix("/files/") else {
            throw .malformed("the file's url does not begin with /files/, or is not an address")
        }
        let isHash = file.sha256.utf8.allSatisfy { $0.isASCIIDigit || (0x61...0x66).contains($0) }
        guard isHash, file.sha256.utf8.count == 64 else {
            throw .malformed("the file's sha256 is no 64 hexadecimal digits")
        }
        do { _ = try FileName(file.name) } catch { throw .malformed("the file's name: \(error)") }
    }

    private func check(key: String) throws(DecodingFailure) {
        let isPrintable = key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard isPrintable, (1...Limits.keyBytes).contains(key.utf8.count) else {
            throw .wrongField("key")
        }
    }
}

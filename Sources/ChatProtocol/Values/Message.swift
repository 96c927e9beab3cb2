/// What someone said.
package struct Message: Hashable, Sendable {
    /// UTF-8 of 1 byte to the server's message limit; it may hold anything, so it passes
    /// ``SafeText`` before a terminal sees it.
    package var text: String
    /// The `seq` of the message this one answers.
    package var replyTo: Int64?
    package var file: FileReference?
    package var kind: Kind?
    /// The idempotency key its sender gave, by which the sender knows it again.
    package var key: String?
    /// What later events did to it, where it is read as it is now; `nil` where it is read as it was
    /// said, and where nothing was done to it.
    package var state: MessageState?

    /// Makes a message.
    ///
    /// - Parameters:
    ///   - replyTo: the `seq` of the message it answers.
    ///   - kind: how it is to be read; `nil` is plain speech.
    ///   - state: what later events did to it, if it is to be shown.
    package init(
        text: String,
        replyTo: Int64? = nil,
        file: FileReference? = nil,
        kind: Kind? = nil,
        key: String? = nil,
        state: MessageState? = nil
    ) {
        self.text = text
        self.replyTo = replyTo
        self.file = file
        self.kind = kind
        self.key = key
        self.state = state
    }

    /// Whether there is nothing to it but its text.
    var isBare: Bool {
        replyTo == nil && file == nil && kind == nil && key == nil && state == nil
    }

    /// How a message is to be read.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// `/me waves`: the text is what the member does.
        case action
    }
}

import ChatProtocol

/// A message that may be said: within its bound, and something of it can be seen.
///
/// A ``Writer`` drafts no other, so no way of saying one can leave this out.
struct SaidMessage: Hashable, Sendable {
    let message: Message

    /// Checks a message.
    ///
    /// - Parameter byteLimit: the most bytes of its text.
    /// - Throws: `413 message_too_long`, or `400 empty_message`.
    init(_ message: Message, byteLimit: Int) throws(Problem) {
        let count = message.text.utf8.count
        guard count <= byteLimit else { throw .messageTooLong(limit: byteLimit, value: count) }
        guard VisibleText.isIn(message.text) else { throw .emptyMessage }
        self.message = message
    }

    /// Makes the message that tells of a file.
    ///
    /// - Parameter name: its text; something of every name can be seen.
    init(_ name: FileName, _ file: FileReference) {
        message = Message(text: name.description, file: file)
    }
}

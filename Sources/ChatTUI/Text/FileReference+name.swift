import ChatProtocol

extension FileReference {
    /// Whether a message's text says no more than the line of its file does: the server posts a
    /// file with its name as the text.
    ///
    /// - Returns: `true` for the name alone, and for nothing.
    func isNamed(by text: String) -> Bool { text.isEmpty || text == name }
}

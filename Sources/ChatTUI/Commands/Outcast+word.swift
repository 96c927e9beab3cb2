extension Outcast {
    /// Reads a name or an address.
    ///
    /// - Parameter word: as it was typed; of an address the server judges the rest.
    /// - Throws: why it is no name.
    init(_ word: some StringProtocol) throws(CommandFault) {
        let text = String(word)
        if Self.isAddress(text) {
            self = Outcast(address: text)
        } else {
            self = .name(try Command.member(text))
        }
    }
}

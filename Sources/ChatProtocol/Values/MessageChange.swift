/// What is asked of a message that is there: another text, to be gone, a reaction.
///
/// Source: docs/API.md, section 5.
package struct MessageChange: Hashable, Sendable {
    /// The `seq` of the message.
    package var target: Int64
    package var kind: Kind

    /// Makes a change.
    ///
    /// - Parameter target: the `seq` of the message.
    package init(target: Int64, kind: Kind) {
        self.target = target
        self.kind = kind
    }

    /// What is asked.
    package enum Kind: Hashable, Sendable {
        /// To read otherwise; the new text goes with the change.
        case edit
        /// To be gone.
        case delete
        /// To carry a reaction (`on`), or not to.
        case react(emoji: String, on: Bool)
    }
}

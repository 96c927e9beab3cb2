/// What later events did to a message: what a reader of messages as they are now is told beside
/// the text.
package struct MessageState: Hashable, Sendable {
    /// When its text was last changed; `nil` if it never was.
    package var editedAt: Timestamp?
    /// True when it was deleted; its text is then empty.
    package var isDeleted: Bool
    /// The emoji on it, each once, in the order in which the first of each was put.
    package var reactions: [Count]

    /// How many members put an emoji.
    package struct Count: Hashable, Sendable {
        package var emoji: String
        /// 1 or more.
        package var count: Int64

        /// Makes a count.
        ///
        /// - Parameter count: 1 or more.
        package init(emoji: String, count: Int64) {
            self.emoji = emoji
            self.count = count
        }
    }

    /// Makes a state.
    ///
    /// - Parameter editedAt: when its text was last changed.
    package init(editedAt: Timestamp? = nil, isDeleted: Bool = false, reactions: [Count] = []) {
        self.editedAt = editedAt
        self.isDeleted = isDeleted
        self.reactions = reactions
    }

    /// True for a message to which nothing was done.
    package var isUntouched: Bool { editedAt == nil && !isDeleted && reactions.isEmpty }
}

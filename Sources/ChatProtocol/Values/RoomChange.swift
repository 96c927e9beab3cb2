/// The fields of a room that changed; `nil` where one did not.
package struct RoomChange: Hashable, Sendable {
    /// At most ``Limits/topicBytes`` bytes; empty when it was taken away.
    package var topic: String?
    package var visibility: Visibility?

    /// Makes a change.
    ///
    /// - Parameters:
    ///   - topic: the new topic.
    ///   - visibility: who may now see the room.
    package init(topic: String? = nil, visibility: Visibility? = nil) {
        self.topic = topic
        self.visibility = visibility
    }
}

/// Who may see a room.
package enum Visibility: String, Hashable, Sendable, CaseIterable {
    case `public`, `private`
}

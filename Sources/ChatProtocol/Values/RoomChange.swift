/// The fields of a room that changed; `nil` where one did not.
package struct RoomChange: Hashable, Sendable {
    /// At most ``Limits/topicBytes`` bytes; empty when it was taken away.
    package var topic: String?
    package var visibility: Visibility?
    /// Seconds between two messages of a member; 0 when there is no such pause any more.
    package var slowSeconds: Int64?
    /// What is kept; without bounds when everything is.
    package var retention: Retention?

    /// Makes a change.
    ///
    /// - Parameters:
    ///   - topic: the new topic.
    ///   - visibility: who may now see the room.
    ///   - slowSeconds: between two messages of a member.
    ///   - retention: what is kept.
    package init(
        topic: String? = nil,
        visibility: Visibility? = nil,
        slowSeconds: Int64? = nil,
        retention: Retention? = nil
    ) {
        self.topic = topic
        self.visibility = visibility
        self.slowSeconds = slowSeconds
        self.retention = retention
    }
}

/// Who may see a room.
package enum Visibility: String, Hashable, Sendable, CaseIterable {
    case `public`, `private`
}

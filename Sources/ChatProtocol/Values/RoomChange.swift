/// The fields of a room that changed; `nil` where one did not.
package struct RoomChange: Hashable, Sendable {
    /// How long slow mode may be: a day at most.
    package static let slowSeconds: ClosedRange<Int64> = 0...86_400

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
    ///   - visibility: who may now see the room.
    ///   - slowSeconds: between two messages of a member.
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

    /// A number of it that no room may have, whoever asks for it.
    ///
    /// - Returns: what it is called, the number, and what it may be; `nil` if all are within their
    ///   bounds.
    package var outOfBounds: (name: String, value: Int64, range: ClosedRange<Int64>)? {
        let numbers: [(name: String, value: Int64?, range: ClosedRange<Int64>)] = [
            ("slowSeconds", slowSeconds, Self.slowSeconds),
            ("retention.days", retention?.days, 1...36_500),
            ("retention.events", retention?.events, 1...WireNumber.maximum),
        ]
        for (name, value, range) in numbers {
            if let value, !range.contains(value) { return (name, value, range) }
        }
        return nil
    }
}

/// Who may see a room.
package enum Visibility: String, Hashable, Sendable, CaseIterable {
    case `public`, `private`
}

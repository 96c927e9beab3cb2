import ChatProtocol
import Hummingbird

/// Reads what a room shall be from the body of a request.
struct RoomRules {
    let limits: ServerLimits

    private struct Wish: Decodable {
        struct Kept: Decodable {
            var days: WireNumber?
            var events: WireNumber?
        }

        var topic: WordsField?
        var visibility: String?
        var slowSeconds: WireNumber?
        var retention: Kept?
    }

    /// Reads the body.
    ///
    /// Suspends until it has arrived.
    ///
    /// - Parameter request: with JSON, or without a body.
    /// - Returns: what shall change; nothing for an empty body.
    /// - Throws: `400`, or `413 topic_too_long`.
    func change(of request: Request) async throws(Problem) -> RoomChange {
        let wish = try await request.json(
            Wish.self,
            limits,
            hint: #"{"topic"?,"visibility"?,"slowSeconds"?,"retention"?:{"days"?,"events"?}}"#
        )
        guard let wish else { return RoomChange() }
        if let count = wish.topic?.text.utf8.count, count > limits.topicBytes {
            throw .topicTooLong(limit: limits.topicBytes, value: count)
        }
        let change = RoomChange(
            topic: wish.topic?.text,
            visibility: try visibility(wish.visibility),
            slowSeconds: wish.slowSeconds?.value,
            retention: wish.retention.map { kept in
                Retention(days: kept.days?.value, events: kept.events?.value)
            }
        )
        if let other = change.outOfBounds {
            let range = other.range
            let words = "\(range.lowerBound) to \(range.upperBound)"
            throw .outOfBounds(other.name, other.value, range, words)
        }
        return change
    }

    private func visibility(_ text: String?) throws(Problem) -> Visibility? {
        guard let text else { return nil }
        guard let visibility = Visibility(rawValue: text) else {
            throw .badBody("visibility is public or private")
        }
        return visibility
    }
}

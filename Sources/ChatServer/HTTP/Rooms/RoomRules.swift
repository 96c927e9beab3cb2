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

        var topic: String?
        var visibility: String?
        var slowSeconds: WireNumber?
        var retention: Kept?
    }

    /// The longest pause, and the longest time that something is kept.
    private static let slowSeconds: Int64 = 86_400
    private static let days: Int64 = 36_500

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
            limit: limits.bodyBytes,
            hint: #"{"topic"?,"visibility"?,"slowSeconds"?,"retention"?}"#
        )
        guard let wish else { return RoomChange() }
        if let count = wish.topic?.utf8.count, count > limits.topicBytes {
            throw .topicTooLong(limit: limits.topicBytes, value: count)
        }
        return RoomChange(
            topic: wish.topic,
            visibility: try visibility(wish.visibility),
            slowSeconds: try number(wish.slowSeconds, "slowSeconds", 0...Self.slowSeconds),
            retention: try wish.retention.map { kept throws(Problem) in
                Retention(
                    days: try number(kept.days, "retention.days", 1...Self.days),
                    events: try number(kept.events, "retention.events", 1...WireNumber.maximum)
                )
            }
        )
    }

    private func visibility(_ text: String?) throws(Problem) -> Visibility? {
        guard let text else { return nil }
        guard let visibility = Visibility(rawValue: text) else {
            throw .badBody("visibility is public or private")
        }
        return visibility
    }

    private func number(
        _ number: WireNumber?,
        _ name: String,
        _ range: ClosedRange<Int64>
    ) throws(Problem) -> Int64? {
        guard let value = number?.value else { return nil }
        guard range.contains(value) else {
            throw .badParameter(name, "\(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}

import ChatProtocol

/// A message of one's own from the moment it is typed until its event is in the timeline.
struct Pending: Hashable, Sendable {
    var message: OutgoingMessage
    /// Under which name it was said.
    var author: MemberName
    var state = State.waiting

    /// How far it got.
    enum State: Hashable, Sendable {
        /// Not acknowledged yet.
        case waiting
        /// Durable; the stream has not come to it yet.
        case sent(DurableEvent)
        /// Refused for good; the reason is for people.
        case refused(String)
    }

    /// Why it was refused, for people; `nil` where it was not.
    var refusal: String? {
        if case .refused(let reason) = state { reason } else { nil }
    }

    /// Whether an event is this message come back.
    ///
    /// - Parameter name: who the person is now, who may have been renamed since.
    /// - Returns: `true` if it is.
    func isSame(as event: DurableEvent, name: MemberName) -> Bool {
        guard case .message(let said) = event.content, said.key == message.key else { return false }
        // Keys are the sender's own: another member's event with this one proves nothing.
        return event.user == author || event.user == name
    }
}

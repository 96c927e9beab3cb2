import ChatProtocol

/// A change that the person made to a message, from the moment it was asked for until its event is
/// in the timeline.
struct PendingChange: Hashable, Sendable {
    /// How long an acknowledged change still shows as if its event had come, in milliseconds: by
    /// then the event is there, or there is none, since nothing had to be changed.
    static let span: Int64 = 5_000

    var message: OutgoingMessage
    var change: MessageChange
    /// Under which name it was asked for.
    var author: MemberName
    var state = State.waiting

    /// How far it got.
    enum State: Hashable, Sendable {
        /// Not acknowledged yet.
        case waiting
        /// Durable; the stream has not come to it yet.
        case acknowledged(Timestamp)
        /// Refused for good; the reason is for people.
        case refused(String)
    }

    /// Why it was refused, for people; `nil` where it was not.
    var refusal: String? {
        if case .refused(let reason) = state { reason } else { nil }
    }

    /// Whether it shows at its message as if it had happened.
    var isShown: Bool { refusal == nil }

    /// Whether an event is this change come back.
    ///
    /// - Parameter name: who the person is now, who may have been renamed since.
    /// - Returns: `true` if it is.
    func isSame(as event: DurableEvent, name: MemberName) -> Bool {
        guard event.user == author || event.user == name else { return false }
        return switch (change.kind, event.content) {
        case (.edit, .edit(change.target, let text)): text == message.text
        case (.delete, .delete(change.target, _)): true
        case (.react(let emoji, let isOn), .react(change.target, let put, let wasOn)):
            emoji == put && isOn == wasOn
        default: false
        }
    }
}

import ChatProtocol
import ChatStore

extension Problem {
    /// What a client is told of an amendment that may not be.
    ///
    /// - Parameters:
    ///   - refusal: why.
    ///   - seq: of the message.
    init(_ refusal: Amended.Refusal, of seq: Int64) {
        switch refusal {
        case .noMessage: self = .noSuchMessage(seq)
        case .notYours:
            self.init(
                status: 403,
                code: "not_yours",
                title: "Not your message",
                detail: "someone else said message \(seq)"
            )
        case .deleted:
            self.init(
                status: 410,
                code: "message_deleted",
                title: "The message is gone",
                detail: "message \(seq) was deleted"
            )
        case .tooManyEmoji(let limit):
            self.init(
                status: 409,
                code: "too_many_emoji",
                title: "Too many different emoji",
                detail: "at most \(limit) different ones fit on a message"
            )
            self.limit = Int64(limit)
            value = Int64(limit) + 1
        case .keyUsed:
            self = .keyUsed
        }
    }

    static let keyUsed = Problem(
        status: 422,
        code: "key_used",
        title: "The key was used for something else",
        detail: "an Idempotency-Key stands for one message or change; take a new one"
    )
}

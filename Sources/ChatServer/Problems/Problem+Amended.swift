import ChatProtocol
import ChatStore

extension Problem {
    /// What a client is told of an amendment that may not be.
    init(_ refusal: Amended.Refusal, of seq: Int64) {
        switch refusal {
        case .noMessage: self = .noSuchMessage(seq)
        case .notYours:
            self.init(.notYours, "someone else said message \(seq)")
        case .deleted:
            self.init(.messageDeleted, "message \(seq) was deleted")
        case .tooManyEmoji(let limit):
            let (limit, detail) = (Int64(limit), "at most \(limit) different ones fit on a message")
            self.init(.tooManyEmoji, detail, limit: limit, value: limit + 1)
        case .keyUsed:
            self = .keyUsed
        }
    }

    static let keyUsed = Problem(
        .keyUsed,
        "an Idempotency-Key stands for one message or change; take a new one"
    )
}

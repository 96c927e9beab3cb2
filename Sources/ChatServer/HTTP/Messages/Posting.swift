import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore

/// A post of a message, by whichever way it came: what is asked of it, and how it is answered.
///
/// Source: docs/API.md, section 5.
struct Posting: Sendable {
    let writer: Writer
    let key: String?

    /// Takes the parts of a post's head.
    ///
    /// - Parameter key: the `Idempotency-Key` field's value, if there is one.
    /// - Throws: `400 bad_key`.
    init(_ writer: Writer, key: String?) throws(Problem) {
        self.writer = writer
        self.key = key
        guard let key else { return }
        let isPrintable = key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard isPrintable, (1...Limits.keyBytes).contains(key.utf8.count) else { throw .badKey }
    }

    /// Makes the draft of a message.
    ///
    /// - Returns: the draft, with the post's key.
    func draft(of said: SaidMessage) -> Draft { writer.draft(said, key: key) }

    /// What is answered once the message is in the log.
    ///
    /// - Parameter appended: the event as its author gets it, new or known by its key.
    /// - Returns: the status, the address and the event as JSON.
    static func answer(
        to appended: Appended
    ) -> (status: HTTPResponse.Status, location: String, body: [UInt8]) {
        let event = appended.event
        let status: HTTPResponse.Status
        switch appended {
        case .new: status = .created
        case .known: status = .ok
        }
        var body: [UInt8] = []
        body.reserveCapacity(256)
        event.appendJSON(to: &body)
        body.append(UInt8(ascii: "\n"))
        return (status, "/rooms/" + event.room.pathPart + "/messages/" + String(event.seq), body)
    }
}

import ChatProtocol
import NIOHTTP1

/// Posts one message, or changes one, at a time.
package struct Poster: Sendable {
    private let transport: Transport

    /// Makes one.
    ///
    /// - Parameter transport: the way to the server.
    package init(over transport: Transport) {
        self.transport = transport
    }

    /// Tries once to post a message or to change one.
    ///
    /// Suspends until the server answered or did not.
    ///
    /// - Parameter message: what to post; its key makes a repetition safe: that of an edit which
    ///   was made already does not undo a later one.
    /// - Returns: what became of it.
    package func post(_ message: OutboxMessage) async -> PostVerdict {
        let request = Self.request(for: message)
        do throws(CallFailure) {
            let answer = try await transport.answer(toPost: request)
            return .posted(Self.event(in: answer))
        } catch .refused(let problem) where problem.isPermanent {
            return .refused(problem)
        } catch {
            return .later(error)
        }
    }

    private static func request(for message: OutboxMessage) -> Request {
        var request = message.change.map { Self.request(for: $0, of: message) } ?? post(of: message)
        request.headers.append((Request.idempotencyKey, message.key))
        return request
    }

    private static func request(for change: MessageChange, of message: OutboxMessage) -> Request {
        let path = Request.path(of: message.room, "/messages/\(change.target)")
        let speaker = message.speaker
        switch change.kind {
        case .edit:
            let json = json { $0.field("text", message.text) }
            return Request(method: .PATCH, path: path, speaker: speaker, json: json)
        case .delete: return Request(method: .DELETE, path: path, speaker: speaker)
        case .react(let emoji, let isOn):
            let path = "\(path)/reactions/\(emoji.percentEncoded)"
            return Request(method: isOn ? .PUT : .DELETE, path: path, speaker: speaker)
        }
    }

    private static func post(of message: OutboxMessage) -> Request {
        let json = json { fields in
            fields.field("text", message.text)
            fields.field("replyTo", message.replyTo)
            fields.field("kind", message.kind?.rawValue)
        }
        return Request(
            method: .POST,
            path: Request.path(of: message.room, "/messages"),
            speaker: message.speaker,
            json: json
        )
    }

    private static func json(_ fields: (inout JSONWriter) -> Void) -> [UInt8] {
        var json: [UInt8] = []
        JSONWriter.append(to: &json) { $0.object(fields) }
        return json
    }

    /// The acknowledged event; `nil` if the words are not understood, which acknowledge all the
    /// same.
    private static func event(in answer: Answer) -> DurableEvent? {
        guard case .durable(let event)? = try? Event(json: answer.body) else { return nil }
        return event
    }
}

import ChatProtocol
import NIOHTTP1

/// Posts one message at a time.
package struct Poster: Sendable {
    private let transport: Transport

    /// Makes one.
    ///
    /// - Parameter transport: the way to the server.
    package init(over transport: Transport) {
        self.transport = transport
    }

    /// Tries once to post a message.
    ///
    /// Suspends until the server answered or did not.
    ///
    /// - Parameter message: what to post; its key makes a repetition safe.
    /// - Returns: what became of it.
    package func post(_ message: OutboxMessage) async -> PostVerdict {
        var json: [UInt8] = []
        JSONWriter.append(to: &json) { writer in
            writer.object { fields in
                fields.field("text", message.text)
                fields.field("kind", message.kind?.rawValue)
            }
        }
        let request = Request(
            method: .POST,
            path: Request.path(of: message.room, "/messages"),
            speaker: message.speaker,
            headers: [("Idempotency-Key", message.key)],
            json: json
        )
        do throws(CallFailure) {
            let answer = try await transport.answer(to: request)
            return .posted(Self.event(in: answer))
        } catch .refused(let problem) where problem.isPermanent {
            return .refused(problem)
        } catch {
            return .later(error)
        }
    }

    /// The acknowledged event; `nil` if the words are not understood, which acknowledge all the
    /// same.
    private static func event(in answer: Answer) -> DurableEvent? {
        guard case .durable(let event)? = try? Event(json: answer.body) else { return nil }
        return event
    }
}

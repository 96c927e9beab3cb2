import AsyncHTTPClient
package import ChatProtocol
import NIOCore

extension ServerCalls {
    /// A message by itself.
    ///
    /// Suspends until it is there or has failed.
    ///
    /// - Returns: as it reads now; `nil` if there is no such message.
    /// - Throws: why it did not come.
    package func message(
        _ seq: Int64,
        in room: RoomName
    ) async throws(CallFailure) -> DurableEvent? {
        let path = Request.path(of: room, "/messages/\(seq)")
        let answer: Answer
        do throws(CallFailure) {
            answer = try await transport.answer(to: Request(path: path, speaker: speaker))
        } catch .refused(let problem) where [404, 410].contains(problem.status) {
            return nil
        } catch {
            throw error
        }
        do throws(DecodingFailure) {
            return try LogPage(ndjson: answer.body).events.first
        } catch {
            throw notUnderstood
        }
    }

    /// Looks for words in what was said.
    ///
    /// Suspends until all is there or has failed, and while `take` does.
    ///
    /// - Parameters:
    ///   - text: what is looked for, 1 or more characters.
    ///   - room: the one room to look in; `nil` is all that the caller may see.
    ///   - limit: messages at most, 1 or more; they are not held here.
    ///   - take: takes what is found as it comes, in the server's order.
    /// - Throws: why not all came.
    package func search(
        _ text: String,
        in room: RoomName?,
        limit: Int,
        _ take: ([DurableEvent]) async -> Void
    ) async throws(CallFailure) {
        let rooms = room.map { "&rooms=\($0.description.percentEncoded)" } ?? ""
        let query = "q=\(text.percentEncoded)\(rooms)&limit=\(limit)&format=ndjson"
        var request = Request(path: "/search?\(query)", speaker: speaker)
        request.expectation = .rows(of: .ndjson)
        let rows = try await transport.open(request, over: .calls)
        var decoder = NDJSONDecoder(tellsWrongEvents: true)
        do {
            for try await chunk in rows.body {
                await take(Self.messages(try decoder.decode(chunk.readableBytesView)))
            }
            await take(Self.messages(try decoder.finish()))
        } catch is DecodingFailure {
            throw notUnderstood
        } catch {
            throw .unreachable(TransportFailure(error, server: transport.server))
        }
    }

    private static func messages(_ events: [Event]) -> [DurableEvent] {
        events.compactMap { event in
            guard case .durable(let durable) = event, case .message = durable.content else {
                return nil
            }
            return durable
        }
    }
}

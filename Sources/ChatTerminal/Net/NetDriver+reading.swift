import ChatClient
import ChatProtocol
import ChatTUI
import Synchronization

/// What reading asks of the server beside pages of history.
extension NetDriver {
    /// Asks for a message that another one answers.
    ///
    /// Suspends until it is there or has failed.
    ///
    /// - Parameter calls: the way to the server.
    /// - Returns: the message, or that it did not come; that there is none is the server's word.
    func message(_ seq: Int64, in room: RoomName, _ calls: ServerCalls) async -> Input {
        do throws(CallFailure) {
            return .message(room, seq: seq, try await calls.message(seq, in: room))
        } catch {
            return .messageFailed(room, seq: seq)
        }
    }

    /// Asks for messages that a count is mended by, for each word and each member once.
    ///
    /// Suspends until all have come or failed.
    ///
    /// - Parameter calls: the way to the server.
    /// - Returns: each once, in no order; what the server refuses to look for is left out.
    func unheld(
        _ question: UnheldMessages,
        in room: RoomName,
        _ calls: ServerCalls
    ) async -> Input {
        let filters =
            question.words.map { MessageFilter.text($0) }
            + question.members.map { MessageFilter.user($0) }
        var found: [Int64: DurableEvent] = [:]
        for filter in filters {
            do throws(CallFailure) {
                let messages = try await calls.messages(
                    of: room,
                    after: question.after,
                    through: question.through,
                    filter
                )
                for message in messages { found[message.seq] = message }
            } catch .refused {
                continue
            } catch {
                return .unheld(room, question, nil)
            }
        }
        return .unheld(room, question, Array(found.values))
    }

    /// Does one search after the other, and hands on what is found as it comes.
    ///
    /// Suspends until the task is cancelled.
    ///
    /// - Parameter transport: the way to the server.
    func search(over transport: Transport) async {
        for await request in searches.stream {
            let calls = ServerCalls(over: transport, as: speaker.withLock { $0 })
            await inbox.put(await search(request, calls))
        }
    }

    private func search(_ request: SearchRequest, _ calls: ServerCalls) async -> Input {
        let number = request.number
        do throws(CallFailure) {
            try await calls.search(request.text, in: request.room, limit: request.limit) { hits in
                guard !hits.isEmpty else { return }
                await self.inbox.put(.found(number, hits, isDone: false))
            }
            return .found(number, [], isDone: true)
        } catch .refused(let problem) {
            return .searchFailed(number, reason: problem.words)
        } catch {
            return .searchFailed(number, reason: error.description)
        }
    }
}

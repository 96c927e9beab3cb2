import ChatClient
import ChatProtocol
import ChatTUI
import Synchronization

/// What is asked of the server, and its answers.
extension NetDriver {
    /// Events in a page of history.
    private static let pageSize = 50

    /// Asks one question after the other.
    ///
    /// Suspends until there are no more to come.
    ///
    /// - Parameter questions: effects that need an answer.
    func answer(_ questions: AsyncStream<Effect>, over transport: Transport) async {
        for await effect in questions {
            let calls = ServerCalls(over: transport, as: speaker.withLock { $0 })
            if let input = await answer(effect, calls) { await inbox.put(input) }
        }
    }

    private func answer(_ effect: Effect, _ calls: ServerCalls) async -> Input? {
        switch effect {
        case .loadHistory(let room, let before):
            await history(of: room, .before(before), calls)
        case .loadAfter(let room, let seq):
            await history(of: room, .after(seq), calls)
        case .loadAround(let room, let seq):
            await history(of: room, .around(seq), calls)
        case .loadRooms:
            await rooms(calls)
        case .loadMessage(let room, let seq):
            await message(seq, in: room, calls)
        case .loadUnheld(let room, let question):
            await unheld(question, in: room, calls)
        case .loadMembers(let room):
            await attempt { () throws(CallFailure) in
                .members(room, try await calls.members(of: room))
            }
        case .setTopic(let room, let topic): await setTopic(topic, of: room, calls)
        case .decide(let room, let decision): await decide(decision, in: room, calls)
        case .serverBan(let order): await decide(order, calls)
        case .settle: .settled
        case .markRead(let room, let seq, let isShown):
            await quietly { () throws(CallFailure) in
                try await calls.markRead(upTo: seq, in: room, isShown: isShown)
                return nil
            }
        case .refreshMembers(let room):
            await quietly { () throws(CallFailure) in
                .members(room, try await calls.members(of: room))
            }
        case .typing(let room):
            await quietly { () throws(CallFailure) in
                try await calls.sayTyping(in: room)
                return nil
            }
        default:
            nil
        }
    }

    private func history(
        of room: RoomName,
        _ part: HistoryPart,
        _ calls: ServerCalls
    ) async -> Input {
        do throws(CallFailure) {
            let page = try await calls.history(of: room, part, limit: Self.pageSize)
            return .history(room, page.events, atStart: page.atStart)
        } catch {
            return .historyFailed(room, reason: error.description)
        }
    }

    /// Tells the person what the server refused; that it is away, the status line tells already.
    ///
    /// Suspends until the question is answered.
    func attempt(_ question: () async throws(CallFailure) -> Input?) async -> Input? {
        do throws(CallFailure) {
            return try await question()
        } catch .refused(let problem) {
            return .notice(words(for: problem))
        } catch {
            return nil
        }
    }

    /// What the person did not ask for, and is done again soon: a failure is of no interest.
    private func quietly(_ call: () async throws(CallFailure) -> Input?) async -> Input? {
        do throws(CallFailure) { return try await call() } catch { return nil }
    }
}

import Synchronization

/// Who is here, and what was said last.
final class ExampleRoom: Sendable {
    /// A message.
    struct Said: Sendable {
        /// 1 or more, one more than that of the message before.
        let number: Int
        let text: String
    }

    /// Someone who has joined.
    struct Member: Sendable {
        let id: Int
        /// What was said since the message that the member has.
        let missed: [Said]
        let messages: AsyncStream<Said>
    }

    private struct State {
        var next = 0
        var here: [Int: AsyncStream<Said>.Continuation] = [:]
        var newest = 0
        /// The newest messages, the oldest first.
        var kept: [Said] = []
    }

    /// Messages that are kept for who comes back, and that may wait for one slow member; of more,
    /// the oldest is lost to that member.
    private static let keptMessages = 256

    private let state = Mutex(State())

    /// How many are here.
    var count: Int { state.withLock { $0.here.count } }

    /// Joins.
    ///
    /// - Parameter last: the number of the last message that the member has; `nil` for one that is
    ///   new, who is told of nothing before.
    /// - Returns: the member, who gets every message from now on.
    func join(after last: Int?) -> Member {
        let (messages, member) = AsyncStream<Said>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.keptMessages)
        )
        return state.withLock { state in
            state.next += 1
            state.here[state.next] = member
            let missed = last.map { last in state.kept.filter { $0.number > last } } ?? []
            return Member(id: state.next, missed: missed, messages: messages)
        }
    }

    /// Leaves.
    func leave(_ id: Int) {
        state.withLock { _ = $0.here.removeValue(forKey: id) }
    }

    /// Says something to all.
    func say(_ text: String) {
        state.withLock { state in
            state.newest += 1
            let said = Said(number: state.newest, text: text)
            state.kept.append(said)
            if state.kept.count > Self.keptMessages { state.kept.removeFirst() }
            for member in state.here.values { member.yield(said) }
        }
    }
}

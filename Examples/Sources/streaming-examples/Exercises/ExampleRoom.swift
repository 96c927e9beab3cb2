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
        /// The number of the message before the first that the member gets.
        let place: Int
        /// Whether messages between the last that the member has and that place are lost, or
        /// nobody knows which: the id was of another run.
        let hasGap: Bool
        /// What was said behind that place before the member joined.
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

    /// Numbers begin anew with each run of the server.
    private let run = String(UInt64.random(in: .min ... .max), radix: 36)
    private let state = Mutex(State())

    /// How many are here.
    var count: Int { state.withLock { $0.here.count } }

    /// Joins.
    ///
    /// - Parameter last: the id of the last message that the member has; `nil` for one that is new,
    ///   who is told of nothing before.
    /// - Returns: the member, who gets every message from now on.
    func join(after last: String?) -> Member {
        let (messages, member) = AsyncStream<Said>.makeStream(
            bufferingPolicy: .bufferingNewest(Self.keptMessages)
        )
        return state.withLock { state in
            state.next += 1
            state.here[state.next] = member
            // Before all messages for an id that is not of this run.
            let known = last.map { number(of: $0, upTo: state.newest) ?? -1 }
            let place = max(known ?? state.newest, state.newest - state.kept.count)
            return Member(
                id: state.next,
                place: place,
                hasGap: known.map { $0 < place } ?? false,
                missed: state.kept.filter { $0.number > place },
                messages: messages
            )
        }
    }

    /// What a member that comes back names a message by.
    func id(of number: Int) -> String { "\(run)-\(number)" }

    /// The number in an id; `nil` for one that this run has not given.
    private func number(of id: String, upTo newest: Int) -> Int? {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == run, let number = Int(parts[1]) else { return nil }
        return (0...newest).contains(number) ? number : nil
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

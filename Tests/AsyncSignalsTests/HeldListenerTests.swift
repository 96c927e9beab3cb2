import AsyncSignals
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct HeldListenerTests {
    /// Far more than a stack has place for where each call adds to the next one's depth.
    private static let calls = 300_000

    @Test("Who is told of a tuple hears all of many calls, none of them deeper than the first")
    func tuples() {
        let count = Atomic(0)
        let listener = HeldListener<(member: String?, room: String, isIn: Bool)>()
        listener.set { news in count.add(news.isIn ? 1 : 0, ordering: .relaxed) }
        for _ in 0..<Self.calls { listener.tell((member: nil, room: "a", isIn: true)) }
        #expect(count.load(ordering: .relaxed) == Self.calls)
    }

    @Test("Who is told of what may be missing hears all of many calls")
    func optionals() {
        let count = Atomic(0)
        let listener = HeldListener<Set<String>?>()
        listener.set { news in count.add(news == nil ? 1 : 0, ordering: .relaxed) }
        for _ in 0..<Self.calls { listener.tell(nil) }
        #expect(count.load(ordering: .relaxed) == Self.calls)
    }

    @Test("Who is told of nothing but that it happened hears all of many calls")
    func nothing() {
        let count = Atomic(0)
        let listener = HeldListener<Void>()
        listener.set { count.add(1, ordering: .relaxed) }
        for _ in 0..<Self.calls { listener.tell(()) }
        #expect(count.load(ordering: .relaxed) == Self.calls)
    }

    @Test("Nobody is told before somebody is to be, and the last one alone afterwards")
    func replaced() {
        let heard = Mutex<[String]>([])
        let listener = HeldListener<String>()
        listener.tell("early")
        listener.set { news in heard.withLock { $0.append("first \(news)") } }
        listener.set { news in heard.withLock { $0.append("second \(news)") } }
        listener.tell("late")
        let all = heard.withLock { $0 }
        #expect(all == ["second late"])
    }
}

import ChatProtocol
import Synchronization
import Testing

@testable import ChatServer

@Suite struct SharedFetchesTests {
    @Test("A file is fetched once for all who ask meanwhile, and anew for who comes later")
    func once() async {
        let fetches = SharedFetches()
        let begun = Atomic<Int>(0)
        let begin = { () -> SharedFetches.Fetch in
            begun.add(1, ordering: .relaxed)
            return Task { .failure(.fileNotFound) }
        }
        for _ in 0..<3 { _ = fetches.join("a", begin) }
        _ = fetches.join("b", begin)
        #expect(begun.load(ordering: .relaxed) == 2)
        for _ in 0..<2 { fetches.leave("a") }
        _ = fetches.join("a", begin)
        #expect(begun.load(ordering: .relaxed) == 2)
        for _ in 0..<2 { fetches.leave("a") }
        _ = fetches.join("a", begin)
        #expect(begun.load(ordering: .relaxed) == 3)
    }
}

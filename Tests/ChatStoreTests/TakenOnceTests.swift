import ChatProtocol
import Testing

@testable import ChatStore

@Suite("What is handed over to the database's threads")
struct TakenOnceTests {
    /// Something whose end can be seen.
    private final class Witness: Sendable {}

    @Test("A value is given once")
    func once() {
        let value = TakenOnce(1)
        #expect(value.take() == 1)
        #expect(value.take() == nil)
    }

    // The database must not end on a thread of its own, which it would wait for.
    @Test("What the body of a write holds is let go before the write returns")
    func bodyIsLetGo() async throws {
        let folder = try TemporaryFolder()
        let store = try ChatStore.open(folder: folder.path) { TestClock().now }
        for _ in 0..<500 {
            weak var witness: Witness?
            try await write(to: store) { witness = $0 }
            guard witness == nil else {
                Issue.record("the body is still held")
                return
            }
        }
    }

    private func write(to store: ChatStore, watch: (Witness) -> Void) async throws {
        let witness = Witness()
        watch(witness)
        try await store.database.write { _ in withExtendedLifetime(witness) {} }
    }
}

#if Postgres
import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

/// What becomes of reads and posts while PostgreSQL stands still.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct PostgresPulseTests {
    @Test("A PostgreSQL that stands still is noticed and asked nothing more, until it goes on")
    func standsStill() async throws {
        let cluster = try TestCluster.shared.get()
        let folder = try TemporaryFolder()
        let proxy = try CuttingProxy(cluster)
        defer { proxy.close() }
        let address = proxy.address(schema: try cluster.schema(of: folder))
        try await SharedStore.some(1, at: address) { stores in
            let store = stores[0].store
            try await store.say("before")
            try await until { try await !store.rooms().isEmpty }
            proxy.stand()
            defer { proxy.goOn() }
            let read = Task { try await store.rooms() }
            let post = Task { try await store.say("under way") }
            await until { store.contact.isLost(for: .seconds(3)) }
            await #expect(throws: StoreError.self) { try await read.value }
            await #expect(throws: StoreError.self) { try await post.value }
            await #expect(throws: StoreError.self) { try await store.rooms() }
            await #expect(throws: StoreError.self) { try await store.say("meanwhile") }
            proxy.goOn()
            await until { store.contact == .held }
            let after = try await store.say("after")
            #expect(after.text == "after" && (2...3).contains(after.seq))
            #expect(try await store.rooms().count == 1)
        }
    }
}
#endif

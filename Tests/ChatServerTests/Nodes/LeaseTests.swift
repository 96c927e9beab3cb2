import TestTools
import Testing

@testable import ChatServer
@testable import ChatStore

/// What one request at a time has, over all servers.
@Suite(.timeLimit(.minutes(10))) struct LeaseTests {
    @Test("A lease is taken for longer again and again while it is needed, and then given back")
    func renewed() async throws {
        try await PeerServers.run { servers in
            let store = servers.first.services.store
            let taken = try await Lease.take("tea", in: store, renewal: .milliseconds(1))
            let lease = try #require(taken)
            let first = try await Self.end(of: "tea", in: store)
            try await lease.keeping { () async throws in
                try await until { try await Self.end(of: "tea", in: store) != first }
                let other = try await Lease.take("tea", in: servers.second.services.store)
                let isTaken = other != nil
                #expect(!isTaken)
            }
            let left = try await Self.end(of: "tea", in: store)
            #expect(left == nil)
        }
    }

    // Its holder went on beside what another one had done meanwhile: rows were imported twice.
    @Test("A lease that was lost is not taken again by who keeps it")
    func lost() async throws {
        try await PeerServers.run { servers in
            let (one, two) = (servers.first.services.store, servers.second.services.store)
            #expect(try await one.hold("tea", by: "a", for: 60_000))
            #expect(try await one.keep("tea", by: "a", for: 60_000))
            // As a database that was killed loses it.
            try await one.letGo(of: "tea", by: "a")
            for isThere in [true, false] {
                if isThere { #expect(try await two.hold("tea", by: "b", for: 60_000)) }
                #expect(try await !one.keep("tea", by: "a", for: 60_000))
                try await two.letGo(of: "tea", by: "b")
            }
            let left = try await Self.end(of: "tea", in: one)
            #expect(left == nil)
        }
    }

    /// When another one may take it, by the database's clock; `nil` where nobody has it.
    private static func end(of name: String, in store: ChatStore) async throws -> Int64? {
        let text = "SELECT expires_at FROM single_use WHERE kind = 'lease' AND id = $1"
        return try await store.database.read { session in
            try session.row(text, [.text(name)]) { try $0.integer(0) }
        }
    }
}

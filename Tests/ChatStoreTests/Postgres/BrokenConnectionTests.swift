#if Postgres
import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

/// What a server answers whose connection breaks anywhere in a transaction.
@Suite(.onPostgres, .timeLimit(.minutes(10)))
struct BrokenConnectionTests {
    /// Bytes from one place of breaking to the next: a turn has some hundreds either way.
    private static let step = 13

    /// Opens two stores of one log, of which the first writes through a proxy that can break it.
    private static func withProxy(
        _ body: @Sendable (CuttingProxy, [SharedStore]) async throws -> Void
    ) async throws {
        let cluster = try TestCluster.shared.get()
        let folder = try TemporaryFolder()
        let schema = try cluster.schema(of: folder)
        let proxy = try CuttingProxy(cluster)
        defer { proxy.close() }
        var options = StoreOptions()
        options.writeWait = .seconds(300)
        let places = [proxy.address(schema: schema), cluster.address(schema: schema)]
        try await SharedStore.some(2, at: places[0], places[1], options: options) { stores in
            try await body(proxy, stores)
        }
    }

    @Test(
        "Wherever the connection breaks, a post is answered, and is in the log once",
        arguments: CuttingProxy.Way.allCases
    )
    func anywhere(_ way: CuttingProxy.Way) async throws {
        try await Self.withProxy { proxy, stores in
            var answers: [DurableEvent] = []
            for bytes in stride(from: 0, to: 700, by: Self.step) {
                proxy.cut(after: bytes, way)
                async let other = stores[1].store.say("other \(bytes)")
                answers.append(try await stores[0].store.say("own \(bytes)"))
                answers.append(try await other)
            }
            for one in stores { await one.record.reached(Int64(answers.count)) }
            answers.sort { $0.seq < $1.seq }
            for one in stores { #expect(one.events == answers) }
            #expect(answers.map(\.seq) == (1...answers.count).map(Int64.init))
            let own = stores[0].record.all.filter(\.isOwn).flatMap(\.events)
            #expect(own == answers.filter { $0.text.hasPrefix("own") })
            #expect(proxy.cuts > 20)
        }
    }

    @Test(
        "Wherever the connection breaks, an import goes on: no row is left out, and none is doubled",
        arguments: CuttingProxy.Way.allCases
    )
    func imported(_ way: CuttingProxy.Way) async throws {
        try await Self.withProxy { proxy, stores in
            let places = Array(stride(from: 0, to: 1000, by: Self.step))
            let old = try places.map { try Self.row("old", at: $0) }
            let first = ImportBatch(room: try .general, rows: old, memory: ImportMemory())
            _ = try await stores[1].store.importRows(first)
            let memory = ImportMemory()
            for (row, bytes) in zip(old, places) {
                proxy.cut(after: bytes, way)
                async let other = stores[1].store.say("other \(bytes)", in: "other")
                // The one that is there counts for one row, however often it is looked for.
                let rows = [row, try Self.row("new", at: bytes)]
                let batch = ImportBatch(room: try .general, rows: rows, memory: memory)
                let fates = try await stores[0].store.importRows(batch)
                #expect(fates == [.skipped, .imported], "after \(bytes) bytes")
                _ = try await other
            }
            let texts = try await stores[1].store.texts(.history(of: .general, limit: 1000))
            #expect(texts.count { $0 == "old" } == places.count)
            #expect(texts.count { $0 == "new" } == places.count)
            #expect(proxy.cuts > 20)
        }
    }

    private static func row(_ text: String, at milliseconds: Int) throws -> ImportRow {
        ImportRow(
            at: Timestamp(milliseconds: 1_000_000 + Int64(milliseconds)),
            user: try MemberName("bob"),
            content: .message(Message(text: text))
        )
    }

    @Test("A transaction that PostgreSQL has ended, since it heard nothing of it, is tried again")
    func idle() async throws {
        let cluster = try TestCluster.shared.get()
        let connection = try PostgresConnection(cluster.address())
        let session = PostgresSession(connection: connection)
        try session.ask("SELECT set_config('idle_in_transaction_session_timeout', '1ms', false)")
        try session.ask(PostgresText.begin)
        let process = "SELECT count(*) FROM pg_stat_activity WHERE pid = \(connection.toldProcess)"
        try await until { try cluster.run(process) == .integer(0) }
        let error = #expect(throws: PostgresFailure.self) { try session.ask("SELECT 1") }
        let failure = try #require(error)
        #expect(StoreError(postgres: failure).mayPass, "\(failure)")
    }
}
#endif

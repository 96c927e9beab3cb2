#if Postgres
import ChatProtocol
import Testing

@testable import ChatStore

/// What a server answers whose connection breaks anywhere in a transaction.
@Suite(
    .enabled(if: Engine.here.contains(.postgres), "needs PostgreSQL"),
    .timeLimit(.minutes(10))
)
struct BrokenConnectionTests {
    /// Bytes from one place of breaking to the next: a turn has some hundreds either way.
    private static let step = 13

    @Test(
        "Wherever the connection breaks, a post is answered, and is in the log once",
        arguments: CuttingProxy.Way.allCases
    )
    func anywhere(_ way: CuttingProxy.Way) async throws {
        let cluster = try TestCluster.shared.get()
        let folder = try TemporaryFolder()
        let schema = try cluster.schema(of: folder)
        let proxy = try CuttingProxy(cluster)
        defer { proxy.close() }
        var options = StoreOptions()
        options.writeWait = .seconds(300)
        let places = [proxy.address(schema: schema), cluster.address(schema: schema)]
        try await SharedStore.some(2, at: places[0], places[1], options: options) { stores in
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
}
#endif

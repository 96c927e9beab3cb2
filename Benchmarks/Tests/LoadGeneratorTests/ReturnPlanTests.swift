import Testing

@testable import LoadGenerator

@Suite("Streams that come back")
struct ReturnPlanTests {
    @Test("The streams of each room begin behind one cursor after the other")
    func spreads() throws {
        let plan = try ReturnPlan(cursors: ["k.1", "k.2"], missed: 5)
        #expect((0..<9).map { plan.seen(by: $0, rooms: 3) } == [0, 0, 0, 1, 1, 1, 0, 0, 0])
    }

    @Test("A cursor is one word, and each stream misses something")
    func refuses() {
        for cursors in [[], [""], ["a&b"], ["k.1", "k 2"]] {
            #expect(throws: LoadError.self) { try ReturnPlan(cursors: cursors, missed: 9) }
        }
        #expect(throws: LoadError.self) { try ReturnPlan(cursors: ["k.1", "k.2"], missed: 1) }
    }

    @Test("A stream that saw some messages must see the next one first")
    func beginsBehind() {
        var scanner = StreamScanner(
            streams: 1,
            publishers: 1,
            messageBytes: Stamp.smallestMessage
        )
        scanner.table.begin(stream: 0, at: 2)
        let found = [2, 3].map { scanner.feed(message(0, $0)) }
        scanner.table.finish(stream: 0, acknowledged: [5])
        let faults = scanner.table.faults
        #expect(found == [1, 1])
        #expect(faults.lost == 0)
        #expect(faults.missing == 1)
    }

    @Test("A stream's request says where it begins, and who reads")
    func asks() throws {
        let dialect = Dialect(
            target: .burble,
            format: .ndjson,
            address: try Address("127.0.0.1:80")
        )
        let bytes = dialect.streamRequest(room: 1, since: "k3f9.47", reader: 3)
        let text = String(decoding: bytes, as: UTF8.self)
        let target = "GET /rooms/bench-00001/stream?format=ndjson&since=k3f9.47 HTTP/1.1\r\n"
        #expect(text.hasPrefix(target))
        #expect(text.contains("\r\nAuthorization: Basic cjAwMDAzOg==\r\n"))
    }
}

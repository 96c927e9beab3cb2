import ChatProtocol
import Dispatch
import Foundation
import NIOHTTP1
import Testing

@testable import ChatServer
@testable import ChatStore

/// Answers of rows, of which there may be as many as connections, beside those of one page.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ManyRowsTests {
    @Test("While others' rows hold all that reads rows, a page is answered and a stream catches up")
    func pages() async throws {
        try await TestServer.asking { server, client in
            try await client.post("hello")
            let held = await HeldRows(of: server)
            defer { held.open() }
            let page = try await client.ask(.GET, "/rooms/a/messages?limit=5")
            #expect(page.head.status == .ok)
            let stream = try await client.ask(.GET, "/rooms/a/stream?since=all&limit=1")
            #expect(String(decoding: stream.body, as: UTF8.self).contains("ann: hello"))
        }
    }

    // Seen as H8: the last events of a long room were read twice to find the first of them.
    @Test("Where the newest so many events begin is known without reading any of them")
    func known() {
        #expect(LogReading.start(ofNewest: 2, before: 10, EventFilter()) == 7)
        #expect(LogReading.start(ofNewest: 20, before: 10, EventFilter()) == 0)
        #expect(LogReading.start(ofNewest: 2, before: 10, EventFilter(types: [.message])) == nil)
    }

    // Seen as: beyond the queue's end each answer was a 200 that was cut off.
    @Test("Rows for which no read can wait are refused before their head")
    func full() async throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = StoreOptions()
        options.waitingReads = 0
        let store = try ChatStore.open(folder: folder, options: options, now: Timestamp.now)
        try await TestServer.run(in: folder, store: store) { server in
            try await TestConnection.open(server) { client in
                try await client.post("hello")
                let held = await HeldRows(of: server)
                defer { held.open() }
                for path in [
                    "events?format=ndjson", "events?user=ann&limit=1", "messages?format=csv",
                ] {
                    let refusal = try await client.ask(.GET, "/rooms/a/\(path)")
                    #expect(refusal.head.status == .serviceUnavailable, "\(path)")
                    #expect(refusal.head.headers["retry-after"].first == "1", "\(path)")
                }
            }
        }
    }

    @Test("The newest so many events are told as rows")
    func newest() async throws {
        try await TestServer.run { server in
            for text in ["one", "two", "three"] { try await server.say(text) }
            let rows = try await server.text(of: "/rooms/a/events?format=csv&limit=2")
            #expect(rows.contains(",two,") && rows.contains(",three,") && !rows.contains(",one,"))
        }
    }
}

/// All that reads rows, held until it is opened.
private struct HeldRows: Sendable {
    private let door = DispatchSemaphore(value: 0)

    /// Waits until all are held.
    init(of server: TestServer) async {
        let (begun, began) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingOldest(ReadKind.rows.width)
        )
        for _ in 0..<ReadKind.rows.width {
            Task { [door] in
                try await server.services.store.database.read(.rows) { _ in
                    began.yield()
                    door.wait()
                }
            }
        }
        var waiting = begun.makeAsyncIterator()
        for _ in 0..<ReadKind.rows.width { await waiting.next() }
    }

    func open() {
        for _ in 0..<ReadKind.rows.width { door.signal() }
    }
}

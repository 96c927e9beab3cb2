import ChatProtocol
import NIOEmbedded
import NIOHTTP1
import Synchronization
import TestTools
import Testing

@testable import ChatServer
@testable import ChatStore

/// What is done while the log does not answer.
@Suite(.serialized, .timeLimit(.minutes(10))) struct OutageTests {
    @Test("A stream that is behind waits an outage out, and has everything afterwards")
    func waits() async throws {
        // No server remembers what was said before it started.
        try await PeerServers.run(after: ["1", "2", "3"]) { servers in
            try await TestConnection.open(servers.first) { client in
                servers.database.fail(with: .unreachable("the test says so"))
                let stream = try await EventReader.open(
                    client,
                    "/rooms/a/stream?since=servers.0",
                    format: .ndjson
                )
                await servers.database.failed(3)
                servers.database.fail(with: nil)
                var types: [String] = []
                while types.last != "live" { types.append(try await stream.next()?.typeName ?? "") }
                #expect(types == ["open", "message", "message", "message", "live"])
            }
        }
    }

    @Test("An outage is waited out for as long as was set, and only what may pass")
    func patience() {
        let outage = Outage(patience: .seconds(15))
        let start = ContinuousClock.now
        let lost = StoreError.unreachable("a test")
        #expect(outage.isToBeWaitedOut(after: lost, at: start))
        #expect(outage.isToBeWaitedOut(after: lost, at: start + .seconds(14.9)))
        #expect(!outage.isToBeWaitedOut(after: lost, at: start + .seconds(15)))
        outage.end()
        #expect(outage.isToBeWaitedOut(after: lost, at: start + .seconds(60)))
        for error in [StoreError.tooCostly, .damaged(detail: "a test"), .cancelled, .closed] {
            #expect(!Outage(patience: .seconds(15)).isToBeWaitedOut(after: error, at: start))
        }
    }

    @Test("A stream whose log cannot be read at all is told to come back")
    func bye() throws {
        var limits = ServerLimits()
        // No request for a page is taken.
        limits.connections = 0
        let test = try TestShard(limits, head: 9)
        let body = TestBody()
        test.open(1, try Fixture.request(after: 0), in: body)
        test.loop.run()
        var decoder = try #require(EventDecoder(format: .ndjson))
        let last = try decoder.decode(try body.take()).last
        guard case .control(.bye(let bye)) = last else {
            Issue.record("it ended with \(String(describing: last))")
            return
        }
        #expect(bye.reason == "log_unreachable" && bye.reconnect)
        #expect((1...5).contains(bye.retryAfter ?? 0))
        #expect(body.isFinished)
    }

    @Test("No work is sent to a server that has lost its log for three seconds")
    func ready() async throws {
        try await PeerServers.run { servers in
            let server = servers.first
            try await server.say("hello")
            let lost = ContinuousClock.now
            servers.database.fail(with: .unreachable("the test says so"))
            let refused = try await server.ask("POST", "/rooms/a/messages", #"{"text":"x"}"#)
            #expect(refused.status == 503)
            try await until { try await server.ask("GET", "/readyz").status != 200 }
            #expect(lost.duration(to: .now) > .seconds(2.5))
            let answer = try await server.ask("GET", "/readyz")
            #expect(answer.field("code") == "storage_unavailable")
            #expect(try await server.ask("GET", "/healthz").status == 200)
            servers.database.fail(with: nil)
            // Nobody writes: the server asks by itself.
            try await until { try await server.ask("GET", "/readyz").status == 200 }
        }
    }

    @Test("No work is sent to a server whose log has been silent for three seconds")
    func silent() async throws {
        try await PeerServers.run { servers in
            let since = ContinuousClock.now
            servers.firstLog.silence.withLock { $0 = since }
            #expect(try await servers.first.ask("GET", "/healthz").status == 200)
            servers.firstLog.silence.withLock { $0 = since - .seconds(3) }
            let answer = try await servers.first.ask("GET", "/readyz")
            #expect(answer.status == 503 && answer.field("code") == "storage_unavailable")
            #expect(answer.text.contains("the log does not answer"), "\(answer.text)")
            #expect(try await servers.second.ask("GET", "/readyz").status == 200)
            servers.firstLog.silence.withLock { $0 = nil }
            #expect(try await servers.first.ask("GET", "/readyz").status == 200)
        }
    }
}

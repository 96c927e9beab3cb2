import NIOCore
import NIOEmbedded
import NIOHTTP1
import TestConnections
import Testing

@testable import StreamingHTTP

/// Requests that wait for those before them, and clients that take their time, on a channel and a
/// clock that are moved by hand.
@Suite struct HeldRequestTests {
    private let front: TestFront
    private let get = "GET /other HTTP/1.1\r\nHost: x\r\n\r\n"

    init() throws {
        front = try TestFront()
    }

    // Seen as S10: small pieces behind a post that was not answered yet took quadratic time.
    @Test("Pieces of a body that is held become one part")
    func pieces() throws {
        try front.post("/post/1", "x")
        let chunks = String(repeating: "1\r\nx\r\n", count: 1000)
        try front.send(
            "POST /other HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n"
        )
        #expect(front.handler.held.count == 3)
    }

    // Seen as S10: thousands of requests behind a post were held, in quadratic time.
    @Test("Requests that are held are counted, and those beyond the limit are dropped whole")
    func bound() throws {
        try front.post("/post/1", "x")
        try front.send(String(repeating: get, count: DirectHandler.heldLimit))
        #expect(front.handler.held.count <= DirectHandler.heldLimit)
        guard case .end? = front.handler.held.last else {
            Issue.record("the last request is not whole")
            return
        }
        #expect(front.handler.isOverfull)
    }

    @Test("Nothing is read while a request is held")
    func heldRead() throws {
        try front.post("/post/1", "x")
        try front.send(get + get)
        let count = front.reads
        front.channel.read()
        #expect(front.reads == count)
    }

    // MARK: - Time

    // Seen as running F21: a small body that came byte by byte was waited for without an end.
    @Test("A small body that comes byte by byte is cut off when its time is over")
    func drip() throws {
        let start = NIODeadline.now()
        front.shared.now = { start }
        try front.send("POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        for step in 1...12 {
            let now = start + .seconds(Int64(step * 5))
            front.shared.now = { now }
            front.shared.tick(now: now)
            #expect(front.channel.isActive == (step < 12), "after \(step * 5) seconds")
            if front.channel.isActive { try front.send("x") }
        }
    }

    @Test("A long body may take longer, as long as it comes at its least rate")
    func longBody() throws {
        let start = NIODeadline.now()
        front.shared.now = { start }
        try front.send("POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        let piece = String(repeating: "x", count: ConnectionClock.bytesPerSecond * 10)
        for step in 1...30 {
            let now = start + .seconds(Int64(step * 10))
            front.shared.now = { now }
            front.shared.tick(now: now)
            try front.send(piece)
        }
        #expect(front.channel.isActive)
        front.shared.tick(now: start + .seconds(361))
        #expect(!front.channel.isActive)
    }

    @Test("Time in which the server does not read is not the client's")
    func serverTime() {
        var clock = ConnectionClock(now: .uptimeNanoseconds(0))
        let second = Int64(1_000_000_000)
        func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(UInt64(seconds * second)) }
        clock.began()
        #expect(!clock.isLate(at(1000), limit: .seconds(60)), "the server has not read")
        clock.reads(at(1000))
        clock.came(1, at(1030))
        #expect(!clock.isLate(at(2000), limit: .seconds(60)))
        clock.reads(at(2000))
        #expect(!clock.isLate(at(2029), limit: .seconds(60)))
        #expect(clock.isLate(at(2030), limit: .seconds(60)))
        #expect(!clock.isLate(at(2030), limit: .seconds(60), isTalk: true))
        #expect(clock.isLate(at(2060), limit: .seconds(60), isTalk: true))
    }

    @Test("A client that takes something is not stalled, and one that takes nothing is")
    func stalled() {
        var clock = ConnectionClock(now: .uptimeNanoseconds(0))
        func at(_ seconds: UInt64) -> NIODeadline { .uptimeNanoseconds(seconds * 1_000_000_000) }
        clock.wrote(1000)
        var isStalled: Bool
        isStalled = clock.isStalled(unsent: 1000, at(1), limit: .seconds(30))
        #expect(!isStalled)
        clock.wrote(500)
        isStalled = clock.isStalled(unsent: 1500, at(20), limit: .seconds(30))
        #expect(!isStalled, "only more was written")
        isStalled = clock.isStalled(unsent: 1499, at(29), limit: .seconds(30))
        #expect(!isStalled, "a byte was taken")
        isStalled = clock.isStalled(unsent: 1499, at(58), limit: .seconds(30))
        #expect(!isStalled)
        isStalled = clock.isStalled(unsent: 1499, at(59), limit: .seconds(30))
        #expect(isStalled)
    }

    @Test("Room is made of the connections that asked for nothing for longest")
    func room() throws {
        // Not later than the connection came.
        let start = NIODeadline.now()
        let front = try TestFront()
        front.shared.now = { start }
        front.shared.closeIdlest(1)
        #expect(front.channel.isActive, "it came this moment")
        front.shared.now = { start + .seconds(5) }
        try front.post("/post/1", "x")
        front.shared.closeIdlest(1)
        #expect(front.channel.isActive, "its answer is due")
        front.session.answer(0)
        _ = try front.written()
        front.shared.now = { start + .seconds(9) }
        front.shared.closeIdlest(1)
        #expect(!front.channel.isActive)
    }
}

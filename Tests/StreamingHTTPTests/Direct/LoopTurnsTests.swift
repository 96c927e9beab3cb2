import NIOCore
import NIOEmbedded
import TestConnections
import Testing

@testable import StreamingHTTP

/// What connections take of a loop that looks at its sockets when the test says so.
@Suite struct LoopTurnsTests {
    private let looks = TestLooks()
    private let post = RawConnection.post("/post", "x")
    private let fragment = "1\r\nx\r\n"
    private let chunked = "POST /other HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

    /// Requests of three parts that are begun between two looks at most.
    private let most = (DirectHandler.partsAlways + TestLooks.partsInTurn) / 3 + 1

    private func front() throws -> TestFront { try TestFront(turns: looks.turns) }

    /// Answers what is asked until nothing more is, and counts the answers that leave.
    private func answers(_ front: TestFront) throws -> Int {
        var (answered, bodies) = (0, 0)
        repeat {
            front.channel.read()
            while answered < front.session.asked.count {
                front.session.answer(answered)
                answered += 1
            }
            bodies += try front.bodies().count
        } while looks.look() || answered < front.session.asked.count
        return bodies
    }

    // Seen as X20: a health check waited for a second behind requests that nobody had waited for.
    @Test("Of requests that come together, a few are taken before the loop looks at its sockets")
    func requests() throws {
        let front = try front()
        try front.send(String(repeating: post, count: 300))
        var (taken, turns) = (0, 0)
        repeat {
            let count = front.session.asked.count
            #expect(count > taken && count - taken <= most)
            taken = count
            turns += 1
        } while looks.look()
        #expect(taken == 300 && turns >= 300 / most)
        #expect(try answers(front) == 300)
    }

    @Test("A connection that brings much leaves the others their requests, and their turn")
    func others() throws {
        let (greedy, other, third) = (try front(), try front(), try front())
        try greedy.send(String(repeating: post, count: 300))
        try other.send(post)
        #expect(other.session.asked.count == 1)
        try third.send(String(repeating: post, count: 300))
        #expect(third.session.asked.count == 1)
        let before = greedy.session.asked.count
        looks.look()
        let shares = [greedy.session.asked.count - before, third.session.asked.count - 1]
        #expect(abs(shares[0] - shares[1]) <= TestLooks.partsAtOnce)
    }

    @Test("Requests of the framework's are counted as well")
    func framework() throws {
        let front = try front()
        let get = "GET /other HTTP/1.1\r\nHost: x\r\n\r\n"
        try front.send(String(repeating: get, count: 100))
        while looks.turns.take() {}
        let count = front.handler.held.count
        front.handler.state = .idle
        front.handler.goOn()
        #expect(front.handler.held.count == count && front.handler.awaitsTurn)
        looks.look()
        #expect(front.handler.held.count == count - 2)
    }

    @Test("Pieces of a body are counted as well")
    func pieces() throws {
        let front = try front()
        try front.send(chunked + String(repeating: fragment, count: 1000))
        #expect(front.handler.held.count == 1 && front.handler.awaitsTurn)
        looks.look()
        #expect(front.handler.held.isEmpty && !front.handler.awaitsTurn)
    }

    @Test("A connection that brings much is taken apart in portions, and no more while it waits")
    func portions() throws {
        let front = try front()
        try front.send(String(repeating: post, count: 100))
        let before = front.handler.partCount
        try front.send(String(repeating: post, count: 3000))
        #expect(front.handler.partCount - before < 100)
        #expect(try answers(front) == 3100)
    }

    // Of 64 KiB in such pieces each cost the loop a microsecond before any was held.
    @Test("The pieces of a body are taken apart in portions as well")
    func portionsOfBody() throws {
        let front = try front()
        try front.send(chunked + String(repeating: fragment, count: 300))
        let before = front.handler.partCount
        try front.send(String(repeating: fragment, count: 10_000))
        #expect(front.handler.partCount - before < 500)
    }

    @Test("A long body whose length is told is given as it comes")
    func longBody() throws {
        let front = try front()
        try front.send(String(repeating: post, count: 10))
        while looks.look() {}
        let body = String(repeating: "x", count: 60_000)
        let before = front.handler.partCount
        try front.post("/other", body)
        #expect(front.handler.partCount - before <= 12)
    }

    @Test("So is that of a connection's first request")
    func firstBody() throws {
        let front = try front()
        let bytes = 100_000
        try front.send("PUT /other HTTP/1.1\r\nHost: x\r\nContent-Length: \(bytes)\r\n\r\n")
        try front.send(String(repeating: "x", count: 2000))
        let before = front.handler.partCount
        try front.send(String(repeating: "x", count: 60_000))
        #expect(front.handler.portions != nil && front.handler.partCount - before == 1)
    }

    @Test("A client that ends its side behind many requests has all of their answers")
    func halfClosed() throws {
        let front = try front()
        for _ in 0..<10 { try front.send(String(repeating: post, count: 100)) }
        front.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(try answers(front) == 1000)
        #expect(!front.channel.isActive)
    }

    @Test("A stream that is asked for behind many requests begins, and takes what is behind it")
    func stream() throws {
        let front = try front()
        for _ in 0..<2 { try front.send(String(repeating: post, count: 100)) }
        try front.send("GET /streamNow HTTP/1.1\r\nHost: x\r\n\r\n" + post + post)
        front.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(try answers(front) >= 200)
        #expect(front.session.asked.count == 200 && front.handler.context == nil)
        #expect(throws: (any Error).self) {
            try front.channel.pipeline.syncOperations.handler(type: ReadPortions.self)
        }
    }

    @Test("More than may wait is dropped, and the connection closes behind what was taken")
    func bound() throws {
        let front = try front()
        try front.send(String(repeating: post, count: 100))
        front.handler.portions?.limit = 20 * post.utf8.count
        for _ in 0..<10 { try front.send(String(repeating: post, count: 8)) }
        #expect(try answers(front) == 116)
        #expect(!front.channel.isActive)
    }
}

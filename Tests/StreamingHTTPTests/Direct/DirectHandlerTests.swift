import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypes
import TestConnections
import Testing

@testable import StreamingHTTP

/// The front of a connection, on a channel that is moved by hand.
@Suite struct DirectHandlerTests {
    private let front: TestFront

    init() throws {
        front = try TestFront()
    }

    // MARK: - Order

    @Test("Posts that come in one read are answered in their order, whichever is ready first")
    func pipelined() throws {
        try front.send((0..<4).map { RawConnection.post("/post/\($0)", "b\($0)") }.joined())
        #expect(front.session.asked.map(\.body) == ["b0", "b1", "b2", "b3"])
        front.session.answer(2)
        front.session.answer(1)
        #expect(try front.bodies().isEmpty, "the first is not ready")
        front.session.answer(0)
        #expect(try front.bodies() == ["/post/0 b0", "/post/1 b1", "/post/2 b2"])
        front.session.answer(3)
        #expect(try front.bodies() == ["/post/3 b3"])
        #expect(front.channel.isActive)
    }

    @Test("A post that comes byte by byte is one post, with its whole body")
    func inPieces() throws {
        for byte in RawConnection.post("/post/1", "hello") { try front.send(String(byte)) }
        #expect(front.session.asked.map(\.body) == ["hello"])
    }

    @Test("An answer has the length and the date, and no more than it needs")
    func head() throws {
        try front.post("/post", "x")
        front.session.answer(0)
        let lines = try front.written().components(between: "\r\n")
        #expect(lines[0] == "HTTP/1.1 200 OK")
        #expect(lines[1] == "Content-Length: 7")
        #expect(lines[2].hasPrefix("Date: ") && lines[2].hasSuffix(" GMT"))
        #expect(lines[3...] == ["/post x"])
    }

    @Test("A request of the framework's waits until the posts before it have been answered")
    func frameworkWaits() throws {
        try front.send(
            RawConnection.post("/post/1", "x") + "GET /other HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        front.loop.run()
        #expect(front.task == nil)
        let count = front.reads
        front.channel.read()
        #expect(front.reads == count, "nothing after it is read meanwhile")
        // Closed before that: the framework never gets it.
        try front.channel.close().wait()
        guard case .ended? = front.task else {
            Issue.record("the connection's task is not told")
            return
        }
    }

    @Test("A stream waits until the posts before it have been answered")
    func streamWaits() throws {
        try front.send(
            RawConnection.post("/post/1", "x") + "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        front.loop.run()
        #expect(front.task == nil)
        front.session.answer(0)
        #expect(try front.bodies() == ["/post/1 x"])
        guard case .task? = front.task else {
            Issue.record("the stream has not begun")
            return
        }
    }

    @Test("A stream that needs nothing begins without a task, behind the posts before it")
    func streamAtOnce() throws {
        let get = "GET /streamAtOnce HTTP/1.1\r\nHost: x\r\n\r\n"
        try front.send(RawConnection.post("/post/1", "x") + get)
        front.loop.run()
        #expect(front.session.openedAtOnce.isEmpty)
        front.session.answer(0)
        #expect(try front.bodies() == ["/post/1 x"])
        #expect(front.session.openedAtOnce.count == 1)
        guard case .ended? = front.task else {
            Issue.record("the connection's task waits")
            return
        }
        front.session.openedAtOnce[0].stream(contentType: "text/plain") { body, _ in
            #expect(body.start(observer: Observer()))
            body.write(ByteBuffer(string: "hi"))
            body.flush()
        }
        let written = try front.written()
        #expect(written.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"))
        #expect(written.hasSuffix(" GMT\r\n\r\n2\r\nhi\r\n"))
    }

    // MARK: - What cannot be parsed

    @Test("What is no request is refused, and the connection closes")
    func garbage() throws {
        try front.send("this is no request\r\n\r\n")
        let answer = try front.written()
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(answer.contains("\r\nConnection: close\r\n"))
        #expect(!front.channel.isActive)
    }

    @Test("What is no request is refused behind the answers to the posts before it")
    func garbageBehindPosts() throws {
        try front.send(
            RawConnection.post("/post/1", "x") + RawConnection.post("/post/2", "y")
                + "nonsense\r\n\r\n"
        )
        #expect(try front.written().isEmpty)
        #expect(front.channel.isActive)
        front.session.answer(1)
        front.session.answer(0)
        let answers = try front.written().components(between: "HTTP/1.1 ")
        #expect(answers.count == 3)
        #expect(answers[0].hasSuffix("/post/1 x") && answers[1].hasSuffix("/post/2 y"))
        #expect(answers.last?.hasPrefix("400 Bad Request") == true)
        #expect(!front.channel.isActive)
    }

    @Test("What comes behind what cannot be parsed takes no answer away")
    func garbageGoesOn() throws {
        try front.send(RawConnection.post("/post/1", "x") + "nonsense\r\n\r\n")
        for _ in 1...3 { try front.send("more of it\r\n") }
        #expect(front.channel.isActive)
        front.session.answer(0)
        let answers = try front.written().components(between: "HTTP/1.1 ")
        #expect(answers.count == 2)
        #expect(answers[0].hasSuffix("/post/1 x"))
        #expect(answers.last?.hasPrefix("400 Bad Request") == true)
    }

    // MARK: - The end

    @Test("A client that asks for the last answer gets it, and what it sends after that is dropped")
    func connectionClose() throws {
        try front.send(
            RawConnection.post("/post/1", "x", fields: "Connection: close\r\n")
                + RawConnection.post("/post/2", "y")
        )
        #expect(front.session.asked.map(\.path) == ["/post/1"])
        #expect(front.channel.isActive)
        front.session.answer(0)
        #expect(try front.bodies() == ["/post/1 x"])
        #expect(!front.channel.isActive)
    }

    @Test(
        "Who half-closes, or is told that the server stops, still gets what was asked for",
        arguments: [true, false]
    )
    func halfClose(isQuiesced: Bool) throws {
        try front.send(RawConnection.post("/post/1", "x") + RawConnection.post("/post/2", "y"))
        try end(isQuiesced: isQuiesced)
        #expect(front.channel.isActive)
        front.session.answer(1)
        #expect(try front.written().isEmpty)
        front.session.answer(0)
        #expect(try front.bodies() == ["/post/1 x", "/post/2 y"])
        #expect(!front.channel.isActive)
    }

    @Test(
        "A connection on which nothing is asked closes at once when either side ends",
        arguments: [true, false]
    )
    func idleEnd(isQuiesced: Bool) throws {
        try end(isQuiesced: isQuiesced)
        #expect(!front.channel.isActive)
    }

    @Test("A server that stops takes the rest of a post that has begun, and answers it")
    func quiesceInTheMiddle() throws {
        let post = RawConnection.post("/post/1", "hello")
        try front.send(String(post.dropLast(3)))
        try end(isQuiesced: true)
        #expect(front.channel.isActive)
        try front.send(String(post.suffix(3)))
        front.session.answer(0)
        #expect(try front.bodies() == ["/post/1 hello"])
        #expect(!front.channel.isActive)
    }

    @Test("A client that half-closes while its stream is being made has gone")
    func halfCloseBeforeTheStream() throws {
        try front.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        try end(isQuiesced: false)
        var isStarted: Bool?
        front.handler.stream(contentType: "text/plain") { body in
            isStarted = body.start(observer: Observer())
        }
        #expect(isStarted == false)
        #expect(!front.channel.isActive)
    }

    private final class Observer: StreamObserver {
        func streamBecameWritable() {}
        func streamClosed() {}
    }

    private func end(isQuiesced: Bool) throws {
        if isQuiesced {
            front.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        } else {
            front.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }

    // MARK: - Time

    @Test("A connection that asks for nothing is closed when its time is over")
    func idle() throws {
        // Before the connection's own, and the last one behind it.
        let start = NIODeadline.now()
        let front = try TestFront()
        front.shared.tick(now: start + .seconds(59))
        #expect(front.channel.isActive)
        front.shared.tick(now: .now() + .seconds(61))
        #expect(!front.channel.isActive)
    }

    @Test("A request that stops in the middle is closed when its time is over")
    func late() throws {
        try front.send("POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhel")
        front.shared.tick(now: .now() + .seconds(61))
        #expect(!front.channel.isActive)
    }

    /// How far the framework's answer is to a request of which a byte comes now and then.
    enum Answer: CaseIterable, Sendable {
        case due, begun, whole
    }

    @Test(
        "A request may take its time while its answer goes on beside it, and no longer",
        arguments: Answer.allCases
    )
    func talk(_ answer: Answer) throws {
        let start = NIODeadline.now()
        front.shared.now = { start }
        try front.send("POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        if answer != .due { write(.head(HTTPResponse(status: .ok))) }
        if answer == .whole { write(.end(nil)) }
        for step in 1...5 where front.channel.isActive {
            front.channel.read()
            let now = start + .seconds(Int64(step * 15))
            front.shared.now = { now }
            front.shared.tick(now: now)
            #expect(front.channel.isActive == (answer == .begun || step < 4), "step \(step)")
            if front.channel.isActive { try front.send("x") }
        }
        guard front.channel.isActive else { return }
        // One of which nothing comes any more is given up too.
        front.channel.read()
        front.shared.tick(now: start + .seconds(135))
        #expect(!front.channel.isActive)
    }

    /// The framework says something.
    private func write(_ part: HTTPResponsePart) {
        front.channel.writeAndFlush(part, promise: nil)
    }

    @Test("While an answer is being made the connection stays, and its time begins with the answer")
    func slowAnswer() throws {
        let start = NIODeadline.now()
        front.shared.now = { start }
        try front.post("/post", "x")
        front.shared.tick(now: start + .hours(1))
        #expect(front.channel.isActive)
        front.session.answer(0)
        _ = try front.written()
        front.shared.tick(now: start + .seconds(59))
        #expect(front.channel.isActive)
        front.shared.tick(now: start + .seconds(61))
        #expect(!front.channel.isActive)
    }

    // MARK: - Bounds

    @Test("Beyond the limit of unanswered posts the connection is not read until one is answered")
    func pipelineLimit() throws {
        let limit = DirectHandler.pipelineLimit
        for number in 0..<limit - 1 { try front.post("/post/\(number)", "") }
        front.channel.read()
        #expect(front.reads == 1)
        try front.post("/post/last", "")
        front.channel.read()
        #expect(front.reads == 1)
        front.session.answer(limit - 1)
        #expect(front.reads == 1, "none has left yet")
        front.session.answer(0)
        #expect(front.reads == 2, "the read that was held goes on by itself")
    }

    @Test("A client that takes no answers is not read until it does")
    func answersNotTaken() throws {
        front.channel.isWritable = false
        front.channel.read()
        #expect(front.reads == 0)
        front.channel.isWritable = true
        front.channel.pipeline.fireChannelWritabilityChanged()
        #expect(front.reads == 1)
    }
}

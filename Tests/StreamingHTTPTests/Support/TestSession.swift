import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import TestConnections

@testable import StreamingHTTP

/// Picks among requests by their path, and keeps them until the test answers.
final class TestSession: DirectSession, Sendable {
    /// A request that waits for its answer.
    struct Asked: Sendable {
        let path: String
        let body: String
        let reply: DirectReply
    }

    private let waiting = Mutex<[Asked]>([])
    private let openings = Mutex<[DirectOpening]>([])

    /// The requests that were read to their end, in order.
    var asked: [Asked] { waiting.withLock { $0 } }

    /// The streams that could begin at once.
    var openedAtOnce: [DirectOpening] { openings.withLock { $0 } }

    func way(of head: HTTPRequestHead) -> DirectWay {
        let path = head.uri
        if path.hasPrefix("/streamNow") {
            return .streamAtOnce { $0.stream(contentType: "text/plain") { _, _ in } }
        }
        if path.hasPrefix("/streamAtOnce") {
            return .streamAtOnce { opening in
                self.openings.withLock { $0.append(opening) }
            }
        }
        if path.hasPrefix("/stream") { return .stream { _ in } }
        guard path.hasPrefix("/post") else { return .framework }
        return .answer { body, reply in
            let asked = Asked(path: path, body: String(buffer: body), reply: reply)
            self.waiting.withLock { $0.append(asked) }
        }
    }

    /// Answers a request with its own path and body.
    func answer(_ index: Int) {
        let asked = asked[index]
        asked.reply.send {
            DirectResponse(
                status: "200 OK",
                fields: [],
                body: Array("\(asked.path) \(asked.body)".utf8)
            )
        }
    }
}

/// A connection's front on a loop that moves only when it is told to.
final class TestFront {
    let loop = EmbeddedEventLoop()
    let session = TestSession()
    let shared: DirectLoop
    let handler: DirectHandler
    let channel: EmbeddedChannel
    /// How often the channel was read.
    private(set) var reads = 0
    /// What the connection's task is to do, once that is known.
    private(set) var task: ConnectionTask?
    /// Called when that is known, before the framework is given anything.
    var whenTurned: () -> Void = {}

    /// Counts what comes through the front to the channel.
    private final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        var whenRead: () -> Void = {}

        func read(context: ChannelHandlerContext) {
            whenRead()
            context.read()
        }
    }

    init(gate: any RequestGate = OpenGate(), turns: LoopTurns? = nil) throws {
        shared = DirectLoop(eventLoop: loop, requestTime: .seconds(60), turns: turns)
        let decoder = ByteToMessageHandler(HTTPRequestDecoder())
        let task = loop.makePromise(of: ConnectionTask.self)
        handler = DirectHandler(
            session: session,
            decoder: decoder,
            shared: shared,
            task: task,
            framework: FrameworkPipeline(isPlain: true),
            gate: gate
        )
        let counter = ReadCounter()
        channel = EmbeddedChannel(handlers: [counter, decoder, handler], loop: loop)
        counter.whenRead = { [unowned self] in reads += 1 }
        task.futureResult.assumeIsolated().whenSuccess { [unowned self] in
            self.task = $0
            whenTurned()
        }
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    /// The client sends something.
    func send(_ text: String) throws {
        // What was passed on to nobody is left there.
        _ = try channel.writeInbound(ByteBuffer(string: text))
    }

    /// The client posts a body.
    func post(_ path: String, _ body: String, fields: String = "") throws {
        try send(RawConnection.post(path, body, fields: fields))
    }

    /// All that was written since the last time.
    func written() throws -> String {
        loop.run()
        return String(decoding: try channel.sentBytes(), as: UTF8.self)
    }

    /// The bodies of the answers that were written since the last time.
    func bodies() throws -> [String] {
        try written().components(between: "HTTP/1.1 ").map { answer in
            answer.components(between: "\r\n\r\n").last ?? ""
        }
    }
}

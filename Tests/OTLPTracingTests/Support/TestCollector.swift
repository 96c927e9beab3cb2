import NIOCore
import NIOHTTP1
import NIOPosix
import TestTools

/// A collector on a real socket, which answers as a test says.
final class TestCollector: Sendable {
    /// What it answers to each request.
    enum Manner: Sendable {
        /// With a status, fields and a body.
        case answers(HTTPResponseStatus, [(String, String)], String)
        /// With bytes, whatever they are, behind which it closes.
        case says(String)
        /// With nothing.
        case isSilent
    }

    /// A request.
    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: String
    }

    private let manner: Manner
    private let taken = Recorder<Request>()

    private init(_ manner: Manner) {
        self.manner = manner
    }

    var requests: [Request] { taken.all }

    /// Waits until so many requests have come.
    func requests(_ count: Int) async {
        await taken.until { $0.count >= count }
    }

    /// Runs a collector for the length of a body.
    ///
    /// - Parameters:
    ///   - host: an address of this machine.
    ///   - body: given it, and its port.
    /// - Throws: what the body or the socket threw.
    static func run(
        host: String = "127.0.0.1",
        _ manner: Manner = .answers(.ok, [("Content-Type", "application/json")], "{}"),
        _ body: (TestCollector, Int) async throws -> Void
    ) async throws {
        let collector = TestCollector(manner)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Handler(collector: collector))
                }
            }
            .bind(host: host, port: 0).get()
        do {
            try await body(collector, channel.localAddress?.port ?? 0)
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    private func answer(_ request: Request) -> Manner {
        taken.record(request)
        return manner
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let collector: TestCollector
        private var head: HTTPRequestHead?
        private var body = ""

        init(collector: TestCollector) {
            self.collector = collector
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body(let buffer): body += String(buffer: buffer)
            case .end:
                guard let head else { return }
                let request = Request(head: head, body: body)
                body = ""
                answer(collector.answer(request), context)
            }
        }

        private func answer(_ manner: Manner, _ context: ChannelHandlerContext) {
            switch manner {
            case .answers(let status, let fields, let body):
                var headers = HTTPHeaders(fields)
                headers.add(name: "Content-Length", value: "\(body.utf8.count)")
                let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                let bytes = context.channel.allocator.buffer(string: body)
                context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .says(let text):
                let pipeline = context.pipeline.syncOperations
                // Past the encoder, which would write what is right.
                let encoder = try? pipeline.context(handlerType: HTTPResponseEncoder.self)
                let bytes = context.channel.allocator.buffer(string: text)
                encoder?.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: nil)
                context.close(promise: nil)
            case .isSilent: break
            }
        }
    }
}

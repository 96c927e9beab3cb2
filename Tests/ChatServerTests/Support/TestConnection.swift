import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

/// One connection to a server, on a real socket.
final class TestConnection {
    private typealias Parts = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>

    private init(
        _ channel: any Channel,
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPClientRequestPart>
    ) {
        self.channel = channel
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Opens a connection for the length of a body.
    static func open<Value: Sendable>(
        _ server: TestServer,
        _ body: (TestConnection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Parts(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(TestConnection(channel.channel, inbound.makeAsyncIterator(), outbound))
        }
    }

    /// Sends a whole request.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        as name: String? = nil,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws {
        var fields = HTTPHeaders(headers + [("Host", "test")])
        if let name { fields.add(name: "Authorization", value: "Basic " + Self.base64("\(name):")) }
        if let body { fields.add(name: "Content-Length", value: "\(body.count)") }
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: fields)
        var parts: [HTTPClientRequestPart] = [.head(head)]
        if let body { parts.append(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
        try await outbound.write(contentsOf: parts + [.end(nil)])
    }

    /// Reads the head of a response.
    func head() async throws -> HTTPResponseHead {
        while let part = try await next() {
            if case .head(let head) = part, head.status != .continue { return head }
        }
        throw Ended()
    }

    /// Reads the next piece of the body; `nil` at its proper end.
    func piece() async throws -> [UInt8]? {
        switch try await next() {
        case .body(let buffer): Array(buffer.readableBytesView)
        case .end: nil
        case .head: throw Ended()
        case nil: throw Ended()
        }
    }

    /// Reads the whole body.
    func body() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await piece() { bytes += piece }
        return bytes
    }

    /// Sends a request and reads its whole answer.
    func ask(
        _ method: HTTPMethod,
        _ path: String,
        as name: String? = nil,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> (head: HTTPResponseHead, body: [UInt8]) {
        try await send(method, path, as: name, headers: headers, body: body)
        return (try await head(), try await self.body())
    }

    /// Posts a message, which has to be taken.
    func post(
        _ text: String,
        in room: String = "a",
        as name: String = "ann",
        at place: SourceLocation = #_sourceLocation
    ) async throws {
        let path = "/rooms/\(room)/messages"
        let answer = try await ask(.POST, path, as: name, body: Array(text.utf8))
        let isTaken = answer.head.status == .created
        try #require(isTaken, "\(text.prefix(40)): \(code(answer))", sourceLocation: place)
    }

    /// Closes the connection without a farewell: the server gets a reset.
    func reset() async throws {
        let socket = try #require(channel as? any SocketOptionProvider)
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
    }

    /// The connection ended where more was due.
    struct Ended: Error {}

    private func next() async throws -> HTTPClientResponsePart? {
        try await inbound.next(isolation: #isolation)
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }
}

import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import TestTools

@testable import ChatClient

/// A small HTTP server on a real socket whose answers a test writes.
final class FakeServer: Sendable {
    typealias Script = @Sendable (Asked, Reply) async throws -> Void
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    private typealias Listener = NIOAsyncChannel<Connection, Never>

    let asked = Recorder<Asked>()
    let port: Int
    private let listener: Listener

    /// A request, whole.
    struct Asked: Sendable {
        var method: String
        var uri: String
        var headers: HTTPHeaders
        var body: String

        func parameter(_ name: String) -> String? {
            let query = uri.split(separator: "?").dropFirst().first ?? ""
            let part = query.split(separator: "&").first { $0.hasPrefix("\(name)=") }
            return part.map { String($0.dropFirst(name.count + 1)) }
        }
    }

    /// The answer to a request, part by part.
    struct Reply: Sendable {
        fileprivate let writer: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
        fileprivate let channel: any Channel

        /// Begins an answer, which has what every one of a Burble server has where it is marked.
        func head(
            _ status: Int,
            _ headers: [(String, String)] = [],
            isMarked: Bool = true
        ) async throws {
            let mark = isMarked ? [("X-Request-Id", "1")] : []
            let head = HTTPResponseHead(
                version: .http1_1,
                status: .init(statusCode: status),
                headers: HTTPHeaders(headers + mark)
            )
            try await writer.write(.head(head))
        }

        func write(_ text: String) async throws {
            try await writer.write(.body(.byteBuffer(ByteBuffer(string: text))))
        }

        func write(bytes: some Sequence<UInt8>) async throws {
            try await writer.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
        }

        func end() async throws { try await writer.write(.end(nil)) }

        /// Breaks the connection in the middle of the answer.
        func cut() async throws {
            // What was written reaches the socket on the event loop's next iteration.
            for _ in 0..<2 { try await channel.eventLoop.submit {}.get() }
            try await channel.close()
        }

        func json(
            _ status: Int,
            _ text: String,
            _ headers: [(String, String)] = [],
            isMarked: Bool = true
        ) async throws {
            let type = [("Content-Type", "application/json")]
            try await whole(status, text, type + headers, isMarked: isMarked)
        }

        func rows(_ text: String) async throws {
            try await whole(200, text, [("Content-Type", "application/x-ndjson")])
        }

        /// What was asked is done, and nothing is told.
        func done(isMarked: Bool = true) async throws {
            try await head(204, isMarked: isMarked)
            try await end()
        }

        /// A whole answer of any kind.
        func whole(
            _ status: Int,
            _ text: String,
            _ headers: [(String, String)],
            isMarked: Bool = true
        ) async throws {
            let length = [("Content-Length", "\(text.utf8.count)")]
            try await head(status, headers + length, isMarked: isMarked)
            try await write(text)
            try await end()
        }

        func openStream(_ lines: String...) async throws {
            try await head(200, [("Content-Type", "application/x-ndjson")])
            for line in lines { try await write(line + "\n") }
        }

        /// Keeps an open answer open until the client is gone or the server ends.
        func hold() async throws { try await Task.sleep(for: .seconds(3600)) }
    }

    private init(listener: Listener) {
        self.listener = listener
        port = listener.channel.localAddress?.port ?? 0
    }

    /// Runs a server for as long as the body runs, then breaks its connections.
    static func with<Value: Sendable>(
        script: @escaping Script,
        _ body: @Sendable (FakeServer) async throws -> Value
    ) async throws -> Value {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let server = FakeServer(listener: listener)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.accept(script) }
            defer { group.cancelAll() }
            return try await body(server)
        }
    }

    /// Runs a server, and a transport to it that is shut down behind the body.
    static func with<Value: Sendable>(
        script: @escaping Script,
        _ body: @Sendable (FakeServer, Transport) async throws -> Value
    ) async throws -> Value {
        try await with(script: script) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            do {
                let value = try await body(server, transport)
                await transport.shutdown()
                return value
            } catch {
                await transport.shutdown()
                throw error
            }
        }
    }

    /// What comes of a question to a server, and what that was asked.
    static func outcome<Value: Sendable>(
        from script: @escaping Script,
        of question: @Sendable (Transport) async throws -> Value
    ) async throws -> (Result<Value, any Error>, [Asked]) {
        try await with(script: script) { server, transport in
            let result: Result<Value, any Error>
            do {
                result = .success(try await question(transport))
            } catch {
                result = .failure(error)
            }
            return (result, server.asked.all)
        }
    }

    private func accept(_ script: @escaping Script) async throws {
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { await self.serve(connection, script) }
                }
            }
        }
    }

    private func serve(_ connection: Connection, _ script: @escaping Script) async {
        // A connection that the client or a test broke is what many tests are about.
        try? await connection.executeThenClose { inbound, outbound in
            let reply = Reply(writer: outbound, channel: connection.channel)
            var request: Asked?
            for try await part in inbound {
                switch part {
                case .head(let head):
                    request = Asked(
                        method: head.method.rawValue,
                        uri: head.uri,
                        headers: head.headers,
                        body: ""
                    )
                case .body(let bytes):
                    request?.body += String(buffer: bytes)
                case .end:
                    guard let whole = request else { continue }
                    asked.record(whole)
                    try await script(whole, reply)
                }
            }
        }
    }
}

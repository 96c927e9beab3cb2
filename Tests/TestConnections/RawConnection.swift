import Foundation
package import NIOCore
import NIOPosix
import Testing

/// One connection that says and hears bytes, on a real socket.
package final class RawConnection {
    package let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread: [UInt8] = []

    /// The server closed before what was waited for had come.
    package struct Ended: Error {}

    /// An answer, taken apart.
    package struct Answer: Equatable {
        package var status: Int
        /// Names in lower case.
        package var fields: [String: String]
        package var body: String
    }

    private init(
        _ channel: any Channel,
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Opens a connection for the length of a body; the client reads pieces of so many bytes, and
    /// its kernel keeps as many as told of those that it has not read.
    package static func open<Value: Sendable>(
        port: Int,
        pieceBytes: Int = 65_536,
        kernelBytes: Int? = nil,
        _ body: (RawConnection) async throws -> Value
    ) async throws -> Value {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let kernelBytes {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: kernelBytes)
        }
        let channel =
            try await bootstrap
            .channelOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: pieceBytes)
            )
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(RawConnection(channel.channel, inbound.makeAsyncIterator(), outbound))
        }
    }

    /// Says something.
    package func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Asks for something by GET.
    package func get(_ path: String, _ fields: String...) async throws {
        try await send(
            "GET \(path) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
        )
    }

    /// A post on the wire.
    package static func post(_ path: String, _ body: String, fields: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: x\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Says bytes.
    package func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Says no more.
    package func halfClose() {
        outbound.finish()
    }

    /// Closes the connection without a farewell: the server gets a reset.
    package func reset() async throws {
        let socket = try #require(channel as? any SocketOptionProvider)
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
    }

    /// Goes.
    package func leave() async throws {
        try await channel.close().get()
    }

    /// Reads so many bytes.
    package func read(count: Int) async throws -> [UInt8] {
        while unread.count < count { guard try await readOn() else { throw Ended() } }
        defer { unread.removeFirst(count) }
        return Array(unread[..<count])
    }

    /// All that comes until the server closes, also if it resets.
    package func readUntilGone() async -> String {
        while (try? await readOn()) == true {}
        return String(decoding: unread, as: UTF8.self)
    }

    /// All that comes until the server closes.
    package func readToEnd() async throws -> [UInt8] {
        while try await readOn() {}
        defer { unread = [] }
        return unread
    }

    /// Reads up to and with a mark.
    package func read(through mark: String) async throws -> String {
        var searched = 0
        while true {
            let tail = unread[max(0, searched - mark.utf8.count)...]
            if let range = tail.firstRange(of: Array(mark.utf8)) {
                defer { unread.removeFirst(range.upperBound) }
                return String(decoding: unread[..<range.upperBound], as: UTF8.self)
            }
            searched = unread.count
            guard try await readOn() else { throw Ended() }
        }
    }

    /// Reads a head, with an answer's status and fields.
    package func head() async throws -> Answer {
        let lines = try await read(through: "\r\n\r\n").components(between: "\r\n")
        let status = try #require(Int(lines[0].components(between: " ")[1]))
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let colon = try #require(line.firstIndex(of: ":"))
            fields[line[..<colon].lowercased()] = String(line[colon...].dropFirst(2))
        }
        return Answer(status: status, fields: fields, body: "")
    }

    /// Reads a whole answer that says its length, past any `100 Continue`.
    package func answer() async throws -> Answer {
        var answer = try await head()
        while answer.status == 100 { answer = try await head() }
        let length = Int(answer.fields["content-length"] ?? "0") ?? 0
        answer.body = String(decoding: try await read(count: length), as: UTF8.self)
        return answer
    }

    /// Reads a whole answer, with its length told or in chunks, past any `100 Continue`.
    package func wholeAnswer() async throws -> Answer {
        var answer = try await self.answer()
        guard answer.fields["transfer-encoding"] == "chunked" else { return answer }
        answer.body = String(decoding: try await chunks(), as: UTF8.self)
        return answer
    }

    /// Reads what stands in the chunks of a body, up to its end.
    package func chunks() async throws -> [UInt8] {
        var content: [UInt8] = []
        while true {
            let line = try await read(through: "\r\n")
            let size = try #require(Int(line.dropLast(), radix: 16))
            content += try await read(count: size)
            _ = try await read(through: "\r\n")
            if size == 0 { return content }
        }
    }

    private func readOn() async throws -> Bool {
        guard let piece = try await inbound.next(isolation: #isolation) else { return false }
        unread += piece.readableBytesView
        return true
    }
}

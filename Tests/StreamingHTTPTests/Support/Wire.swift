import NIOCore
import NIOPosix

/// One connection that says and hears bytes, on a real socket.
final class Wire {
    /// The server closed before what was waited for had come.
    struct Ended: Error {}

    private let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread: [UInt8] = []

    private init(
        _ channel: any Channel,
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Opens a connection for the length of a body.
    static func open<Value: Sendable>(
        port: Int,
        _ body: (Wire) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(Wire(channel.channel, inbound.makeAsyncIterator(), outbound))
        }
    }

    /// Asks for something by GET.
    func get(_ path: String, _ fields: String...) async throws {
        let fields = (["Host: a"] + fields).map { $0 + "\r\n" }.joined()
        try await send("GET \(path) HTTP/1.1\r\n\(fields)\r\n")
    }

    /// Says something.
    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Goes.
    func leave() async throws {
        try await channel.close().get()
    }

    /// Reads up to and with a mark.
    func read(through mark: String) async throws -> String {
        while true {
            if let range = unread.firstRange(of: Array(mark.utf8)) {
                defer { unread.removeFirst(range.upperBound) }
                return String(decoding: unread[..<range.upperBound], as: UTF8.self)
            }
            guard try await readOn() else { throw Ended() }
        }
    }

    /// Reads so many bytes.
    func read(count: Int) async throws -> [UInt8] {
        while unread.count < count { guard try await readOn() else { throw Ended() } }
        defer { unread.removeFirst(count) }
        return Array(unread[..<count])
    }

    /// All that comes until the server closes, also if it resets.
    func readToEnd() async -> String {
        while (try? await readOn()) == true {}
        return String(decoding: unread, as: UTF8.self)
    }

    private func readOn() async throws -> Bool {
        guard let piece = try await inbound.next(isolation: #isolation) else { return false }
        unread += piece.readableBytesView
        return true
    }
}

import NIOCore
import NIOEmbedded
import NIOHTTP2
import TestConnections
import Testing

@testable import StreamingHTTP

/// Heads of HTTP/2 that are longer than the protocol's handler takes by itself.
@Suite struct HeadListBoundTests {
    private let preface: [UInt8] = .preface
    private let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]
    private let acknowledgement: [UInt8] = [0, 0, 0, 4, 1, 0, 0, 0, 0]

    private func channel(bytes: Int = 65_536) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.pipeline.syncOperations.addHandler(
            NIOHTTP2Handler(mode: .server, initialSettings: nioDefaultSettings)
        )
        HeadListBound.setUp(channel, bytes: bytes)
        return channel
    }

    /// A length of HPACK, in seven bits or behind them.
    private func length(_ count: Int) -> [UInt8] {
        guard count >= 127 else { return [UInt8(count)] }
        var (bytes, rest): ([UInt8], Int) = ([127], count - 127)
        while rest >= 128 {
            bytes.append(UInt8(rest % 128) | 128)
            rest /= 128
        }
        return bytes + [UInt8(rest)]
    }

    /// A GET with a field of so many bytes, in frames of 16 KiB.
    private func request(fieldBytes: Int) -> [UInt8] {
        var block: [UInt8] = .getFields
        block += [0x00, 1, UInt8(ascii: "x")] + length(fieldBytes)
        block += [UInt8](repeating: UInt8(ascii: "a"), count: fieldBytes)
        var frames: [UInt8] = []
        var rest = block[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(16_384))
            rest = rest.dropFirst(part.count)
            let ends: UInt8 = rest.isEmpty ? 4 : 0
            let (type, flags): (UInt8, UInt8) = frames.isEmpty ? (1, 1 | ends) : (9, ends)
            frames += [UInt8].frame(type, flags, 1, part)
        }
        return frames
    }

    private func heads(_ channel: EmbeddedChannel) throws -> Int {
        var count = 0
        while let frame = try channel.readInbound(as: HTTP2Frame.self) {
            if case .headers = frame.payload { count += 1 }
        }
        return count
    }

    @Test(
        "The first request may have a long head, though nothing was acknowledged",
        arguments: [1, 7, 24, 26, 27, 33, 39, 40, 60],
        [10, 17_000, 60_000]
    )
    func first(pieceBytes: Int, fieldBytes: Int) throws {
        let channel = try channel()
        let sent = preface + settings + request(fieldBytes: fieldBytes)
        // The beginning in pieces, and then the rest.
        var start = 0
        while start < sent.count {
            let end = start < 60 ? min(start + pieceBytes, sent.count) : sent.count
            try channel.writeInbound(ByteBuffer(bytes: sent[start..<end]))
            start = end
        }
        #expect(try heads(channel) == 1)
    }

    @Test("All may come at once")
    func atOnce() throws {
        let channel = try channel()
        let sent = preface + settings + request(fieldBytes: 17_000) + acknowledgement
        try channel.writeInbound(ByteBuffer(bytes: sent))
        #expect(try heads(channel) == 1)
    }

    @Test("The client is told of the bound, and acknowledges what it was told")
    func told() throws {
        let channel = try channel()
        let bytes = try channel.sentBytes()
        // The handler's own settings are two.
        #expect(bytes.count == 9 + 12 + 9 + 6)
        #expect(bytes.suffix(15) == [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 6, 0, 1, 0, 0])
        try channel.writeInbound(ByteBuffer(bytes: preface + settings))
        for _ in 1...2 { try channel.writeInbound(ByteBuffer(bytes: acknowledgement)) }
        try channel.writeInbound(ByteBuffer(bytes: request(fieldBytes: 17_000)))
        #expect(try heads(channel) == 1)
        #expect(throws: (any Error).self) {
            try channel.writeInbound(ByteBuffer(bytes: acknowledgement))
        }
    }

    @Test("First settings that are none are told so, once, and nothing is acknowledged for them")
    func wrongSettings() throws {
        let channel = try channel()
        _ = try channel.sentBytes()
        // A setting takes six bytes.
        let settings: [UInt8] = [0, 0, 5, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0]
        #expect(throws: (any Error).self) {
            try channel.writeInbound(ByteBuffer(bytes: preface + settings))
        }
        // GOAWAY with FRAME_SIZE_ERROR.
        let goAway: [UInt8] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 127, 255, 255, 255, 0, 0, 0, 6]
        #expect(try channel.sentBytes() == goAway)
    }

    @Test("A head beyond the bound ends the connection")
    func beyond() throws {
        let channel = try channel(bytes: 20_000)
        try channel.writeInbound(ByteBuffer(bytes: preface + settings))
        #expect(throws: (any Error).self) {
            try channel.writeInbound(ByteBuffer(bytes: request(fieldBytes: 20_000)))
        }
    }

    @Test(
        "The bound follows the most bytes of a head, and is bounded itself",
        arguments: [
            (1024, 65_536), (16_384, 65_536), (65_536, 262_144), (1 << 20, 1 << 22),
            (Int.max, 1 << 22),
        ]
    )
    func bounds(headBytes: Int, bytes: Int) {
        #expect(HeadListBound.bytes(for: headBytes) == bytes)
    }
}

import NIOCore
import NIOEmbedded
import TestConnections
import Testing

@testable import StreamingHTTP

/// Frames of HTTP/2 on their way to the protocol's handler.
@Suite struct FramePortionsTests {
    private let looks = TestLooks()
    private let preface: [UInt8] = .preface
    private let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0] + [UInt8](repeating: 7, count: 8)
    private let headers: [UInt8] = [0, 0, 2, 1, 5, 0, 0, 0, 1, 1, 2]

    private final class EndCounter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        var ends = 0

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { ends += 1 }
        }
    }

    private func channel(_ further: any ChannelHandler...) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handlers: [FramePortions(turns: looks.turns)] + further)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test("Of frames that come together, a few are taken before the loop looks at its sockets")
    func flood() throws {
        let channel = try channel()
        let sent = preface + Array(repeatElement(ping, count: 2000).joined())
        try channel.writeInbound(ByteBuffer(bytes: sent))
        var (all, turns) = (try channel.takenBytes(), 0)
        #expect(all.count <= preface.count + (16 + TestLooks.partsInTurn) * ping.count)
        while looks.look() {
            let bytes = try channel.takenBytes()
            #expect(bytes.count <= TestLooks.partsInTurn * ping.count)
            all += bytes
            turns += 1
        }
        #expect(all == sent && turns > 5)
    }

    @Test("A request counts for more than another frame")
    func requests() throws {
        let channel = try channel()
        let sent = preface + Array(repeatElement(headers, count: 2000).joined())
        try channel.writeInbound(ByteBuffer(bytes: sent))
        let counted = FramePortions.countAlways + TestLooks.partsInTurn
        let most = counted / FramePortions.requestCount + 1
        #expect(try channel.takenBytes().count <= preface.count + most * headers.count)
    }

    @Test("Frames that come in pieces of any size arrive as they were", arguments: 1...30)
    func pieces(size: Int) throws {
        let channel = try channel()
        let long: [UInt8] = [0, 1, 0, 0, 0, 0, 0, 0, 1] + [UInt8](repeating: 1, count: 256)
        let sent = preface + headers + long + ping + ping + [0, 0, 0, 4, 1, 0, 0, 0, 0]
        for start in stride(from: 0, to: sent.count, by: size) {
            let piece = sent[start..<min(start + size, sent.count)]
            try channel.writeInbound(ByteBuffer(bytes: piece))
        }
        #expect(try channel.takenBytes() == sent)
    }

    private func settings(_ entries: [(UInt16, UInt32)]) -> [UInt8] {
        var buffer = ByteBuffer(bytes: [0, 0, UInt8(6 * entries.count), 4, 0, 0, 0, 0, 0])
        for (name, value) in entries { buffer.writeMultipleIntegers(name, value) }
        return Array(buffer.readableBytesView)
    }

    // A table of 2 GiB had each field of each answer compared with all that were sent before.
    @Test("The table that a client offers is taken up to 4 KiB", arguments: 1...20)
    func tableSize(pieces size: Int) throws {
        let channel = try channel()
        let asked: [(UInt16, UInt32)] = [
            (1, 0x7fff_ffff), (3, 100), (1, 4096), (1, 4097), (1, 4095), (1, 0x0001_0000),
            (1, 0x0100_0001), (257, 65_536), (4, 0x7fff_ffff), (1, 0),
        ]
        let given = asked.map { ($0.0, $0.0 == 1 ? min($0.1, 4096) : $0.1) }
        let sent = preface + settings(asked) + ping + settings([(1, 5000)]) + settings([])
        for start in stride(from: 0, to: sent.count, by: size) {
            let piece = sent[start..<min(start + size, sent.count)]
            try channel.writeInbound(ByteBuffer(bytes: piece))
        }
        let expected = preface + settings(given) + ping + settings([(1, 4096)]) + settings([])
        #expect(try channel.takenBytes() == expected)
    }

    // One frame of 16 KiB held the loop for as long as it took to change a hundred windows 2,730
    // times.
    @Test("A client with more settings in a frame than anybody needs is closed")
    func manySettings() throws {
        let channel = try channel()
        func frame(_ count: Int) -> [UInt8] { settings(.init(repeating: (4, 1000), count: count)) }
        try channel.writeInbound(ByteBuffer(bytes: preface + frame(32) + ping))
        #expect(channel.isActive)
        #expect(try channel.takenBytes() == preface + frame(32) + ping)
        try channel.writeInbound(ByteBuffer(bytes: frame(33)))
        #expect(!channel.isActive)
        #expect(try channel.takenBytes() == [])
    }

    @Test("What a client has sent is taken before its end is told")
    func ends() throws {
        let counter = EndCounter()
        let channel = try channel(counter)
        try channel.writeInbound(
            ByteBuffer(bytes: preface + Array(repeatElement(ping, count: 1000).joined()))
        )
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        looks.look()
        #expect(counter.ends == 0)
        while looks.look() {}
        #expect(counter.ends == 1)
    }

    @Test("A client that has sent more than may wait is closed")
    func bound() throws {
        let channel = try channel()
        let pings = ByteBuffer(bytes: repeatElement(ping, count: 20_000).joined())
        try channel.writeInbound(ByteBuffer(bytes: preface))
        for _ in 0..<30 where channel.isActive { try channel.writeInbound(pings) }
        #expect(!channel.isActive)
    }
}

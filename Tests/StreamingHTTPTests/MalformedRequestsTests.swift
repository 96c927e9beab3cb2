import NIOCore
import NIOEmbedded
import NIOHTTP2
import TestConnections
import Testing

@testable import StreamingHTTP

/// Faults of requests of HTTP/2, and of their connection.
@Suite struct MalformedRequestsTests {
    private static let post: [UInt8] = [0x83, 0x87, 0x84, 0x01, 1, UInt8(ascii: "a")]
    private static let begun: [UInt8] = .frame(1, 4, 3, post)
    private static let ended: [UInt8] = .frame(1, 5, 3, .getFields)
    private static let trailers = field("x", "y")

    /// Request 3, which is at fault.
    private static let faults: [[UInt8]] = [
        // A window is changed by nothing, and beyond its bound.
        .together(ended, .frame(8, 0, 3, [0, 0, 0, 0])),
        .together(ended, .frame(8, 0, 3, [0x7f, 0xff, 0xff, 0xff])),
        // Trailers that do not end the request, and two of them.
        .together(begun, .frame(1, 4, 3, trailers)),
        .together(begun, .frame(1, 5, 3, trailers), .frame(1, 5, 3, trailers)),
        // More behind the end.
        .together(ended, .frame(0, 1, 3, [1])), .together(ended, ended),
        // Fields that may not be there, and none that must.
        .frame(1, 5, 3, .together(.getFields, field("connection", "close"))),
        .frame(1, 5, 3, .together(.getFields, field("X", "y"))), .frame(1, 5, 3, trailers),
        // More than was announced.
        .together(
            .frame(1, 4, 3, .together(post, field("content-length", "1"))),
            .frame(0, 0, 3, [1, 2])
        ),
    ]

    /// What is wrong with the connection.
    private static let ends: [[UInt8]] = [
        .frame(8, 0, 0, [0, 0, 0, 0]), .frame(8, 0, 0, [0x7f, 0xff, 0xff, 0xff]),
        .frame(0, 0, 7, [1]), .frame(1, 5, 2, .getFields),
        .frame(1, 5, 3, [0xff, 0xff, 0xff, 0xff, 0xff]), .frame(6, 0, 0, [1]),
        .frame(0, 0, 0, [1]),
    ]

    private let channel = EmbeddedChannel()

    init() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.pipeline.syncOperations.addHandler(
            NIOHTTP2Handler(mode: .server, initialSettings: nioDefaultSettings)
        )
        HeadListBound.setUp(channel, bytes: 65_536)
        MalformedRequests.setUp(channel)
        try send(.together(.preface, .frame(4, 0, 0, []), .frame(1, 5, 1, .getFields)))
        _ = try sent()
    }

    /// A field that is not in the table.
    private static func field(_ name: String, _ value: String) -> [UInt8] {
        [name, value].reduce(into: [0]) { bytes, text in
            bytes.append(UInt8(text.utf8.count))
            bytes += text.utf8
        }
    }

    private func send(_ bytes: [UInt8]) throws {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
    }

    /// The types of the frames that were sent since the last time, and whose they are.
    private func sent() throws -> [[UInt8]] {
        var (frames, rest): ([[UInt8]], ArraySlice<UInt8>) = ([], try channel.sentBytes()[...])
        while rest.count >= 9 {
            let head = Array(rest.prefix(9))
            frames.append([head[3], head[8]])
            rest = rest.dropFirst(9 + Int(head[1]) * 256 + Int(head[2]))
        }
        return frames
    }

    /// The requests that have come since the last time.
    private func requests() throws -> Set<Int> {
        var numbers: Set<Int> = []
        while let frame = try channel.readInbound(as: HTTP2Frame.self) {
            if case .headers = frame.payload { numbers.insert(Int(frame.streamID)) }
        }
        return numbers
    }

    @Test("A fault of one request resets it, and its connection goes on", arguments: faults)
    func request(fault: [UInt8]) throws {
        try send(fault)
        #expect(try sent().filter { $0[0] == 3 || $0[0] == 7 } == [[3, 3]])
        try send(.frame(1, 5, 5, .getFields))
        #expect(try requests().isSuperset(of: [1, 5]))
        #expect(try sent().isEmpty)
    }

    @Test("A fault of the connection is told to the client, and ends it", arguments: ends)
    func connection(fault: [UInt8]) throws {
        #expect(throws: (any Error).self) { try send(fault) }
        #expect(try sent().contains([7, 0]))
    }

    @Test("What comes behind a fault of the connection ends it too", arguments: faults)
    func behind(fault: [UInt8]) throws {
        #expect(throws: (any Error).self) { try send(Self.ends[0]) }
        #expect(throws: (any Error).self) { try send(fault) }
    }

    // It could have any number of them, which the protocol's handler does not count.
    @Test("A connection that has too many requests which others reset is told so, and ends")
    func resets() throws {
        for _ in 1...200 { MalformedRequests.countReset(on: channel) }
        try channel.throwIfErrorCaught()
        #expect(try sent().isEmpty)
        for number in 201...203 {
            MalformedRequests.countReset(on: channel)
            #expect(throws: NIOHTTP2Errors.ExcessiveNumberOfGlitches.self) {
                try channel.throwIfErrorCaught()
            }
            let told: [[UInt8]] = number == 201 ? [[7, 0]] : []
            #expect(try sent() == told)
        }
    }

    @Test("Where nothing counts them, requests may be reset all the same")
    func resetElsewhere() throws {
        MalformedRequests.countReset(on: nil)
        let other = EmbeddedChannel()
        MalformedRequests.countReset(on: other)
        try other.throwIfErrorCaught()
    }

    private func goAway(_ last: HTTP2StreamID) throws {
        try channel.writeOutbound(
            HTTP2Frame(
                streamID: .rootStream,
                payload: .goAway(lastStreamID: last, errorCode: .noError, opaqueData: nil)
            )
        )
    }

    @Test("A server that stops tells the faults of requests from those of connections")
    func stopping() throws {
        try goAway(.maxID)
        try send(.frame(8, 0, 1, [0, 0, 0, 0]))
        #expect(try sent() == [[7, 0], [3, 1]])
        let other = try Self()
        try other.goAway(.maxID)
        try other.goAway(1)
        // The client cannot be told any more.
        #expect(throws: (any Error).self) { try other.send(.frame(8, 0, 0, [0, 0, 0, 0])) }
    }

    @Test("What is no fault of the protocol ends the connection")
    func others() {
        channel.pipeline.fireErrorCaught(ChannelError.inputClosed)
        #expect(throws: ChannelError.self) { try channel.throwIfErrorCaught() }
    }

    @Test("A payload that looks like the end of a connection is none")
    func payloads() {
        let end = ByteBuffer(bytes: [UInt8].frame(7, 0, 0, [0, 0, 0, 1, 0, 0, 0, 2]))
        var frames = WrittenFrames()
        for _ in 1...2 {
            frames.note(.byteBuffer(ByteBuffer(bytes: [0, 0, 34, 0, 0, 0, 0, 0, 1])))
            for _ in 1...2 { frames.note(.byteBuffer(end)) }
        }
        #expect(!frames.hasError)
        frames.note(.byteBuffer(end))
        #expect(frames.hasError)
    }
}

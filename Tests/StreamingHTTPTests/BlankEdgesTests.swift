import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP2
import NIOHTTPTypes
import Testing

@testable import StreamingHTTP

/// Values of HTTP/2 that begin or end with a blank.
@Suite struct BlankEdgesTests {
    private typealias Payload = HTTP2Frame.FramePayload

    private let channel = EmbeddedChannel(handler: BlankEdges())

    private func send(_ fields: [(String, String)], endsRequest: Bool = true) throws {
        let head = Payload.Headers(headers: HPACKHeaders(fields), endStream: endsRequest)
        try channel.writeInbound(Payload.headers(head))
    }

    /// Whether a request was reset since the last time, as one that is malformed.
    private func isReset() throws -> Bool {
        guard case .rstStream(.protocolError) = try channel.readOutbound(as: Payload.self) else {
            return false
        }
        return true
    }

    private func isGivenOn() throws -> Bool { try channel.readInbound(as: Payload.self) != nil }

    @Test("A request with such a value is reset", arguments: [" y", "y ", "\ty", "y\t", " ", "\t"])
    func refused(_ value: String) throws {
        try send([(":method", "POST"), ("x", value)], endsRequest: false)
        let (isReset, isGivenOn) = (try isReset(), try isGivenOn())
        #expect(isReset && !isGivenOn)
        // What was on its way already.
        let rest = Payload.Data(data: .byteBuffer(ByteBuffer(string: "z")), endStream: true)
        try channel.writeInbound(Payload.data(rest))
        let isRestGivenOn = try self.isGivenOn()
        #expect(!isRestGivenOn)
    }

    @Test("A blank within a value, or no value, is none", arguments: ["", "y", "y z", "é\u{a0}"])
    func taken(_ value: String) throws {
        try send([(":method", "GET"), ("x", value)])
        let (isReset, isGivenOn) = (try isReset(), try isGivenOn())
        #expect(!isReset && isGivenOn)
    }

    @Test("A trailer is a field too")
    func trailers() throws {
        try send([(":method", "POST")], endsRequest: false)
        let isGivenOn = try isGivenOn()
        try send([("x", " y")])
        let isReset = try isReset()
        #expect(isGivenOn && isReset)
    }

    @Test("It stands before whatever was there")
    func place() throws {
        let channel = EmbeddedChannel()
        // It would take no frame.
        try channel.pipeline.syncOperations.addHandler(StreamHandler(isMultiplexed: true))
        try channel.pipeline.syncOperations.addHandler(BlankEdges.Place())
        let head = Payload.Headers(headers: HPACKHeaders([("x", " y")]))
        try channel.writeInbound(Payload.headers(head))
        let reset = try channel.readOutbound(as: Payload.self)
        #expect(reset != nil)
    }
}

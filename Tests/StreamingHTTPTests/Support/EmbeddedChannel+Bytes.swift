import NIOCore
import NIOEmbedded

extension EmbeddedChannel {
    /// What was sent to the client since the last time.
    func sentBytes() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try readOutbound(as: ByteBuffer.self) {
            bytes += buffer.readableBytesView
        }
        return bytes
    }

    /// What has come through all handlers since the last time.
    func takenBytes() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let buffer = try readInbound(as: ByteBuffer.self) {
            bytes += buffer.readableBytesView
        }
        return bytes
    }
}

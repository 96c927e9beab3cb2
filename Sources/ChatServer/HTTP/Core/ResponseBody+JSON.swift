import Hummingbird
import NIOCore

extension ResponseBody {
    /// A whole JSON body, with a newline at its end for people.
    static func json(_ write: (inout [UInt8]) -> Void) -> ResponseBody {
        var bytes: [UInt8] = []
        write(&bytes)
        bytes.append(UInt8(ascii: "\n"))
        return whole(ByteBuffer(bytes: bytes))
    }

    /// Bytes of a whole body that are handed to its connection at once.
    private static let sliceBytes = 32 * 1024

    /// A body that is there already; a large one is given to the connection as its client takes it.
    ///
    /// - Parameter bytes: those of a large body are copied part by part, since a part that waits
    ///   for its client would hold all of them.
    static func whole(_ bytes: ByteBuffer) -> ResponseBody {
        guard bytes.readableBytes > 2 * sliceBytes else { return ResponseBody(byteBuffer: bytes) }
        return ResponseBody(contentLength: bytes.readableBytes) { writer in
            var rest = bytes
            while rest.readableBytes > 0,
                let slice = rest.readSlice(length: min(sliceBytes, rest.readableBytes))
            {
                try await writer.write(ByteBuffer(buffer: slice))
            }
            try await writer.finish(nil)
        }
    }
}

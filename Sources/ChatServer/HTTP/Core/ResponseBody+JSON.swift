import Hummingbird
import NIOCore

extension ResponseBody {
    /// A whole JSON body, with a newline at its end for people.
    ///
    /// - Parameter write: appends the JSON text.
    /// - Returns: the body.
    static func json(_ write: (inout [UInt8]) -> Void) -> ResponseBody {
        var bytes: [UInt8] = []
        write(&bytes)
        bytes.append(UInt8(ascii: "\n"))
        return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    }
}

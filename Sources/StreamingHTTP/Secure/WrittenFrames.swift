import NIOCore

/// Finds out whether the protocol's handler has ended a connection of HTTP/2 for an error: it tells
/// the client of it in a frame of its own.
///
/// Each frame is written by itself, or its payload behind it.
/// Source: RFC 9113, sections 4.1 and 6.8.
struct WrittenFrames {
    private static let headBytes = 9
    /// The type of the frame that ends a connection.
    private static let goAway: UInt32 = 7
    /// Where that frame tells the error: behind its head and the number of the last request.
    private static let errorOffset = headBytes + 4

    /// Bytes of a frame that are still to be written.
    private var left = 0
    /// Whether one of them told of an error of the connection.
    private(set) var hasError = false

    /// Goes over something that is written.
    ///
    /// - Parameter data: a whole frame, one without its payload, or that.
    mutating func note(_ data: IOData) {
        guard left == 0 else {
            left = max(0, left - data.readableBytes)
            return
        }
        guard case .byteBuffer(let frame) = data,
            // Three bytes of the length, and one of the type.
            let word = frame.getInteger(at: frame.readerIndex, as: UInt32.self)
        else { return }
        left = max(0, Self.headBytes + Int(word >> 8) - frame.readableBytes)
        let place = frame.readerIndex + Self.errorOffset
        guard word & 0xff == Self.goAway, let code = frame.getInteger(at: place, as: UInt32.self)
        else { return }
        if code != 0 { hasError = true }
    }
}

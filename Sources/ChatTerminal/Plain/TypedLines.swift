import ChatProtocol
import Glibc

/// The lines that the terminal's own editing gives.
struct TypedLines {
    private var splitter = InputLines(byteLimit: Limits.messageBytes)
    /// Whether the input has ended.
    private(set) var isAtEnd = false

    /// Reads what there is.
    ///
    /// Blocks until there is something.
    ///
    /// - Parameter descriptor: a terminal, or anything else that gives bytes.
    /// - Returns: the whole lines; none has more bytes than a message.
    mutating func read(from descriptor: CInt) -> [InputLines.Line] {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        // The call fills at most as many bytes as there are.
        let got = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        if got < 0, [EINTR, EAGAIN].contains(errno) { return [] }
        guard got > 0 else {
            isAtEnd = true
            return splitter.end().map { [$0] } ?? []
        }
        return splitter.take(bytes[..<got])
    }
}

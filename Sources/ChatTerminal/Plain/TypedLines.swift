import ChatProtocol
import Glibc

/// The lines that the terminal's own editing gives.
struct TypedLines {
    /// Bytes of a line that are kept: a message has no more, and the server refuses a longer one.
    private static let byteLimit = Limits.messageBytes + 1

    private var rest: [UInt8] = []
    /// Whether the input has ended.
    private(set) var isAtEnd = false

    /// Reads what there is.
    ///
    /// Blocks until there is something.
    ///
    /// - Parameter descriptor: a terminal, or anything else that gives bytes.
    /// - Returns: the whole lines, without their ends; bytes that are no UTF-8 are replaced.
    mutating func read(from descriptor: CInt) -> [String] {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        // The call fills at most as many bytes as there are.
        let got = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        if got < 0, [EINTR, EAGAIN].contains(errno) { return [] }
        guard got > 0 else {
            isAtEnd = true
            defer { rest = [] }
            return rest.isEmpty ? [] : [String(decoding: rest, as: UTF8.self)]
        }
        var lines: [String] = []
        for byte in bytes[..<got] {
            if byte == UInt8(ascii: "\n") {
                if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
                lines.append(String(decoding: rest, as: UTF8.self))
                rest = []
            } else if rest.count < Self.byteLimit {
                rest.append(byte)
            }
        }
        return lines
    }
}

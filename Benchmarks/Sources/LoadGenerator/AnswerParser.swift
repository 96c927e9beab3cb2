import CEvents
import Glibc

/// One answer to a post, found in received bytes.
struct Answer {
    /// Bytes of the whole answer, body included.
    let count: Int
    let isAcknowledgement: Bool

    /// Reads the answer that begins here; nothing while it is not whole.
    ///
    /// - Parameters:
    ///   - bytes: `count` bytes are readable there.
    ///   - count: bytes received and not yet taken.
    ///   - isOneLine: Redis's `:1`, and not HTTP.
    @unsafe
    init?(reading bytes: UnsafeRawPointer, count: Int, isOneLine: Bool) {
        if isOneLine {
            guard let end = unsafe memchr(bytes, 0x0A, count) else { return nil }
            self.count = unsafe UnsafeRawPointer(end) - bytes + 1
            isAcknowledgement = unsafe bytes.load(as: UInt8.self) == 0x3A
            return
        }
        guard let end = unsafe events_find(bytes, count, "\r\n\r\n", 4) else { return nil }
        let headCount = unsafe UnsafeRawPointer(end) - bytes + 4
        let whole = unsafe headCount + Self.contentLength(bytes, headCount: headCount)
        guard headCount >= 16, whole <= count else { return nil }
        self.count = whole
        // "HTTP/1.1 2": the tenth byte is the first of the status.
        isAcknowledgement = unsafe bytes.load(fromByteOffset: 9, as: UInt8.self) == 0x32
    }

    @unsafe
    private static func contentLength(_ head: UnsafeRawPointer, headCount: Int) -> Int {
        var at = 0
        while at < headCount, let end = unsafe memchr(head + at, 0x0A, headCount - at) {
            at = unsafe UnsafeRawPointer(end) - head + 1
            let line = unsafe (head + at).assumingMemoryBound(to: CChar.self)
            guard headCount - at > 16, unsafe strncasecmp(line, "content-length:", 15) == 0
            else { continue }
            return unsafe max(0, Int(atol(line + 15)))
        }
        return 0
    }
}

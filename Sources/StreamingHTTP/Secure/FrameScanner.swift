/// Finds where the frames of an HTTP/2 connection begin, without reading them.
///
/// Source: RFC 9113, sections 3.4 (the client's preface) and 4.1 (a frame's head).
struct FrameScanner {
    /// The type of a frame that begins a request, or ends one with trailers.
    static let headers: UInt8 = 1
    private static let prefaceBytes = 24
    private static let headBytes = 9

    /// Bytes of the preface or of a frame's payload that are to come.
    private var left = prefaceBytes
    /// What has come of a frame's head.
    private var head: [UInt8] = []

    /// Goes over bytes that have come.
    ///
    /// - Parameters:
    ///   - bytes: in the order in which they came, beginning with those that were not gone over.
    ///   - mayBegin: given the type of each frame that begins; false to stop before it.
    /// - Returns: how many bytes were gone over.
    mutating func scan(_ bytes: some Collection<UInt8>, _ mayBegin: (UInt8) -> Bool) -> Int {
        var rest = bytes[...]
        while !rest.isEmpty {
            if left > 0 {
                let count = min(left, rest.count)
                rest = rest.dropFirst(count)
                left -= count
                continue
            }
            let missing = rest.prefix(Self.headBytes - head.count)
            guard head.count + missing.count == Self.headBytes else {
                head += missing
                return bytes.count
            }
            let whole = head + missing
            guard mayBegin(whole[3]) else { break }
            left = whole.prefix(3).reduce(0) { $0 << 8 | Int($1) }
            head = []
            rest = rest.dropFirst(missing.count)
        }
        return bytes.count - rest.count
    }
}

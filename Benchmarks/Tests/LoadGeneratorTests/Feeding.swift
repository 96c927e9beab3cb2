@testable import LoadGenerator

extension StreamScanner {
    /// Takes bytes as if one read had brought them.
    ///
    /// - Parameters:
    ///   - bytes: at least one.
    ///   - stream: whose they are.
    ///   - now: nanoseconds of the run.
    /// - Returns: how many messages were new.
    mutating func feed(_ bytes: some Collection<UInt8>, stream: Int = 0, now: UInt64 = 0) -> Int {
        var block = [UInt8](repeating: 0, count: Self.headroom) + bytes
        return unsafe block.withUnsafeMutableBytes { block in
            guard let base = block.baseAddress else { return 0 }
            return unsafe take(base + Self.headroom, count: bytes.count, stream: stream, now: now)
        }
    }
}

extension ChunkedParser {
    /// Takes bytes as if one read had brought them.
    ///
    /// - Parameter bytes: what came.
    /// - Returns: the data; nothing when the framing is broken.
    mutating func feed(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        var block = Array(bytes)
        let count = unsafe block.withUnsafeMutableBytes { block -> Int? in
            guard let base = block.baseAddress else { return 0 }
            return unsafe unwrap(base, count: block.count)
        }
        return count.map { Array(block.prefix($0)) }
    }
}

/// A message as a publisher sends it, with nothing around it.
///
/// - Parameters:
///   - publisher: its number.
///   - counter: which of its messages it is.
///   - due: nanoseconds of the run.
/// - Returns: the smallest message with that stamp.
func message(_ publisher: Int, _ counter: UInt32, due: UInt64 = 0) -> [UInt8] {
    var bytes = [UInt8](repeating: 0x20, count: Stamp.smallestMessage)
    unsafe bytes.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        unsafe Stamp(publisher: publisher, counter: counter, due: due).write(to: base)
    }
    return bytes
}

import Glibc

/// Writing all of something to a descriptor, past all buffers.
package enum WholeOutput {
    /// What came of it.
    package enum Outcome: Hashable, Sendable {
        /// All of it is there.
        case written
        /// Nobody reads on, as behind `head`.
        case closed
        /// The system said something else: a number of `errno`.
        case broken(CInt)
    }

    /// Writes all bytes, in however many calls that takes.
    ///
    /// Blocks while the other end is full. A pipe whose reader has gone ends the process, unless
    /// SIGPIPE is ignored.
    ///
    /// - Parameters:
    ///   - bytes: what to write.
    ///   - descriptor: where to.
    /// - Returns: what came of it; unless all is written, nobody knows how much is.
    package static func write(_ bytes: [UInt8], to descriptor: CInt) -> Outcome {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The call reads as many bytes as there are, and keeps none of them.
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EPIPE { return .closed }
            guard count > 0 else { return .broken(errno) }
            rest = rest.dropFirst(count)
        }
        return .written
    }
}

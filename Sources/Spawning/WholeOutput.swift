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

        /// Why the output is not whole, in words; `nil` where it is.
        package var fault: String? {
            switch self {
            case .written: nil
            case .closed: WholeOutput.fault(EPIPE)
            case .broken(let code): WholeOutput.fault(code)
            }
        }
    }

    /// What is said of an output that broke.
    ///
    /// - Returns: words, without a mark at their end.
    package static func fault(_ code: CInt) -> String {
        // The text is a constant of the C library, copied at once.
        unsafe "the output cannot be written: \(String(cString: strerror(code)))"
    }

    /// Writes all bytes, in however many calls that takes.
    ///
    /// Blocks while the other end is full. A pipe whose reader has gone ends the process, unless
    /// SIGPIPE is ignored.
    ///
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

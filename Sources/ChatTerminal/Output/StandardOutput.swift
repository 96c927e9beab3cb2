import Glibc

/// Writing to standard output, past all buffers.
enum StandardOutput {
    /// What came of it.
    enum Outcome {
        case written
        /// Nobody reads on: for a pipe into `head`, all is well.
        case closed
        /// The system said something else.
        case broken(CInt)
    }

    /// Writes all bytes.
    ///
    /// Blocks the thread while the reader does not read.
    ///
    /// - Parameter bytes: what to write.
    /// - Returns: what came of it.
    static func write(_ bytes: [UInt8]) -> Outcome {
        var done = 0
        while done < bytes.count {
            // The rest of `bytes`, and its count.
            let put = unsafe bytes[done...].withUnsafeBytes { rest in
                unsafe Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
            }
            if put < 0, errno == EINTR { continue }
            if put < 0, errno == EPIPE { return .closed }
            guard put > 0 else { return .broken(errno) }
            done += put
        }
        return .written
    }
}

import Glibc
import Spawning

/// Writing to standard output, past all buffers.
enum StandardOutput {
    /// Writes all bytes.
    ///
    /// Blocks the thread while the reader does not read.
    ///
    /// - Parameter bytes: what to write.
    /// - Returns: what came of it.
    static func write(_ bytes: [UInt8]) -> WholeOutput.Outcome {
        WholeOutput.write(bytes, to: STDOUT_FILENO)
    }
}

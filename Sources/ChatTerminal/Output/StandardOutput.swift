import ChatTUI
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

    /// Writes all bytes, and says on standard error why they cannot be written.
    ///
    /// Blocks the thread while the reader does not read.
    ///
    /// - Parameter bytes: what to write.
    /// - Returns: the exit code if this is the end; `nil` if all is written.
    static func end(writing bytes: [UInt8]) -> CInt? {
        switch write(bytes) {
        case .written: return nil
        case .closed: return ExitCodes.done
        case .broken(let code):
            StandardError.say(words(for: code))
            return ExitCodes.broken
        }
    }

    /// What is said of an output that broke.
    ///
    /// - Parameter code: of the system.
    /// - Returns: a sentence.
    static func words(for code: CInt) -> String {
        // The text is a constant of the C library, copied at once.
        unsafe "the output cannot be written: \(String(cString: strerror(code)))"
    }
}

import ChatProtocol
import ChatTUI
import Glibc
import Spawning

/// Writing to standard output, past all buffers.
///
/// Each way blocks the thread while the reader does not read.
package enum StandardOutput {
    private static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Says a line.
    ///
    /// - Parameter line: of anyone: what a terminal must not be told is left out of it.
    static func say(_ line: String) -> WholeOutput.Outcome {
        write(SafeText(line).singleLine + "\n")
    }

    /// Shows lines.
    ///
    /// - Parameter text: of anyone: what a terminal must not be told is left out of it, but for
    ///   line breaks.
    static func show(_ text: String) -> WholeOutput.Outcome {
        write(SafeText(text).description)
    }

    /// Rings the terminal's bell.
    static func ring() -> WholeOutput.Outcome { write("\u{7}") }

    /// Says a line, and on standard error why it cannot be written.
    ///
    /// - Parameter line: of anyone: what a terminal must not be told is left out of it.
    /// - Returns: the exit code if this is the end; `nil` if all is written.
    package static func end(saying line: String) -> CInt? { end(after: say(line)) }

    /// Writes what is for programs, byte by byte unless a person looks at it, and says on standard
    /// error why it cannot be written.
    ///
    /// - Parameter bytes: whole lines; on a terminal all but their breaks is made safe.
    /// - Returns: the exit code if this is the end; `nil` if all is written.
    package static func end(writing bytes: [UInt8]) -> CInt? {
        guard isTerminal else { return end(after: WholeOutput.write(bytes, to: STDOUT_FILENO)) }
        return end(after: show(String(decoding: bytes, as: UTF8.self)))
    }

    /// Says on standard error why something cannot be written.
    ///
    /// - Returns: the exit code if this is the end; `nil` if all is written.
    static func end(after outcome: WholeOutput.Outcome) -> CInt? {
        switch outcome {
        case .written: return nil
        case .closed: return ExitCodes.done
        case .broken(let code):
            StandardError.say(WholeOutput.fault(code))
            return ExitCodes.broken
        }
    }

    private static func write(_ text: String) -> WholeOutput.Outcome {
        WholeOutput.write(Array(text.utf8), to: STDOUT_FILENO)
    }
}

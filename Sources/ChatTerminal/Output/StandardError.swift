import ChatProtocol
import Glibc
import Spawning

/// Saying something to the person, past whatever standard output is for.
package enum StandardError {
    /// Says a sentence.
    ///
    /// - Parameter sentence: of anyone: what a terminal must not be told is left out of it.
    package static func say(_ sentence: String) {
        write("chat-tui: \(SafeText(sentence).singleLine)\n")
    }

    /// Says some lines as they are, which may quote the command line.
    ///
    /// - Parameter text: of anyone, without the last line's end: what a terminal must not be told
    ///   is left out of it, but for line breaks.
    package static func say(lines text: String) {
        write(SafeText(text).description + "\n")
    }

    /// Writes over the line of the terminal that is not ended yet.
    ///
    /// - Parameter line: of anyone: what a terminal must not be told is left out of it.
    static func redraw(_ line: String) {
        write("\r\u{1B}[K" + SafeText(line).singleLine)
    }

    /// Leaves the line that was drawn, for what is said next.
    static func endLine() { write("\n") }

    private static func write(_ text: String) {
        // Who closed standard error does not want to be told.
        _ = WholeOutput.write(Array(text.utf8), to: STDERR_FILENO)
    }
}

import ChatProtocol
import Foundation
import Spawning

/// The standard error of the process, on which the server tells of itself.
enum StandardError {
    /// Says a line, of whatever a file or a server told.
    ///
    /// - Parameter line: any text from anyone; it is made safe for a terminal.
    static func say(_ line: String) {
        write(SafeText(line).singleLine + "\n")
    }

    /// Says some lines, which may quote the command line.
    ///
    /// - Parameter text: any text from anyone, without the last line's end; all but its line breaks
    ///   is made safe for a terminal.
    static func say(lines text: String) {
        write(SafeText(text).description + "\n")
    }

    /// Writes over the line of the terminal that is not ended yet.
    ///
    /// - Parameter line: any text from anyone; it is made safe for a terminal.
    static func redraw(_ line: String) {
        write("\r" + SafeText(line).singleLine + "\u{1B}[K")
    }

    /// Writes a text as far as it can be written.
    ///
    /// A log that cannot be written, because its disk is full or its reader gone, must not end the
    /// server, as Foundation's `FileHandle.write` would.
    private static func write(_ text: String) {
        _ = WholeOutput.write(Array(text.utf8), to: STDERR_FILENO)
    }
}

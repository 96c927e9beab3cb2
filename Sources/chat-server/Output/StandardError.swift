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

    /// Writes a text as far as it can be written.
    ///
    /// A log that cannot be written, because its disk is full or its reader gone, must not end the
    /// server, as Foundation's `FileHandle.write` would.
    ///
    /// - Parameter text: whole lines.
    static func write(_ text: String) {
        _ = WholeOutput.write(Array(text.utf8), to: STDERR_FILENO)
    }
}

import ChatProtocol
import Foundation

/// The standard output of the process, on which a subcommand tells what came of it.
enum StandardOutput {
    /// Says a line, of whatever a person, a file or a server told.
    ///
    /// - Parameter line: any text from anyone; it is made safe for a terminal.
    static func say(_ line: String) {
        print(SafeText(line).singleLine)
    }

    /// Hands on what is for programs, byte by byte, unless a person looks at it.
    ///
    /// - Parameter text: any text from anyone; on a terminal all but its line breaks is made safe.
    static func pass(_ text: String) {
        let shown = isatty(STDOUT_FILENO) == 1 ? SafeText(text).description : text
        print(shown, terminator: shown.hasSuffix("\n") ? "" : "\n")
    }
}

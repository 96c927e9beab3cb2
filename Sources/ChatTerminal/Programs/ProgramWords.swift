import ChatTUI
import Glibc

/// A program with what it is told, as people put it into a variable such as `VISUAL`.
enum ProgramWords {
    /// Cuts a variable into words.
    ///
    /// - Parameter text: as it was set. The path of a program is one word, also with blanks in it.
    /// - Returns: the program first; empty if there is none, or a mark is without its partner.
    static func of(_ text: String) -> [String] {
        // The path is copied by the call.
        if text.hasPrefix("/"), unsafe access(text, X_OK) == 0 { return [text] }
        let line = ShellWords(text)
        return line.isWhole ? line.words : []
    }
}

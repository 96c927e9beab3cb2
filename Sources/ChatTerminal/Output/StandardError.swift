import ChatProtocol
import Glibc

/// Saying something to the person, past whatever standard output is for.
package enum StandardError {
    /// Says a sentence.
    ///
    /// - Parameter sentence: of anyone: what a terminal must not be told is left out of it.
    package static func say(_ sentence: String) {
        let bytes = Array("chat-tui: \(SafeText(sentence).singleLine)\n".utf8)
        // Who closed standard error does not want to be told.
        unsafe _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}

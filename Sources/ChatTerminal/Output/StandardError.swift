import ChatProtocol
import ChatTUI
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

/// The exit codes, as `sysexits.h` has them; ``ExitMeaning`` tells the causes.
package enum ExitCodes {
    package static let done = ExitMeaning.done.code
    package static let usage = ExitMeaning.usage.code
    package static let refused = ExitMeaning.refused.code
    package static let noInput = ExitMeaning.noInput.code
    package static let unavailable = ExitMeaning.unavailable.code
    package static let exists = ExitMeaning.exists.code
    package static let broken = ExitMeaning.broken.code
    package static let timeout = ExitMeaning.timeout.code
    package static let stranger = ExitMeaning.stranger.code
    package static let notAllowed = ExitMeaning.notAllowed.code
}

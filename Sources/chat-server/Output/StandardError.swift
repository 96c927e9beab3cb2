import ChatProtocol
import Foundation

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
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // The call reads as many bytes as there are, and keeps none of them.
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Foundation.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

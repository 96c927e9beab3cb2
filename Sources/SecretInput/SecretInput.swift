import ChatProtocol
import Glibc

/// Asks for a password: from the terminal without echo, or from a pipe.
package enum SecretInput {
    /// Why there is no password.
    ///
    /// The text is for people.
    package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The process has no terminal to ask on.
        case noTerminal
        /// The person gave up, or the input ended.
        case givenUp
        /// It is longer than ``SecretLine/byteLimit`` bytes.
        case tooLong
        /// It is not UTF-8.
        case notUTF8
        /// What was typed the second time is something else.
        case different

        package var description: String {
            switch self {
            case .noTerminal: "there is no terminal to ask on: give --password-stdin"
            case .givenUp: "no password was given"
            case .tooLong: "a password has \(SecretLine.byteLimit) bytes at most"
            case .notUTF8: "the password is not UTF-8"
            case .different: "the two passwords differ"
            }
        }
    }

    /// Asks for a word that may be seen.
    ///
    /// Blocks until it is typed.
    ///
    /// - Parameter prompt: without a colon.
    /// - Throws: why there is none.
    package static func answer(_ prompt: String) throws(Failure) -> String {
        // The path is copied by the call.
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { throw .noTerminal }
        defer { close(terminal) }
        say(prompt, on: terminal)
        return try line(from: terminal)
    }

    /// Asks for a password without echo, or reads the first line of standard input, unless a person
    /// would type it there for all to see.
    ///
    /// Blocks until it is there.
    ///
    /// - Parameters:
    ///   - prompt: without a colon.
    ///   - isNew: whether a person has to type it twice.
    ///   - readsInput: whether a program gives it on standard input.
    /// - Throws: why there is none.
    package static func password(
        _ prompt: String,
        isNew: Bool,
        readsInput: Bool
    ) throws(Failure) -> String {
        if readsInput, isatty(STDIN_FILENO) == 0 { return try line(from: STDIN_FILENO) }
        // Not standard input, which may be a pipe for something else. The path is copied.
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { throw .noTerminal }
        defer { close(terminal) }
        let password = try ask(prompt, on: terminal)
        guard isNew else { return password }
        guard try ask("The same again", on: terminal) == password else { throw .different }
        return password
    }

    private static func line(from descriptor: CInt) throws(Failure) -> String {
        var bytes: [UInt8] = []
        while let byte = next(descriptor), byte != 0x0a {
            guard bytes.count < SecretLine.byteLimit else { throw .tooLong }
            bytes.append(byte)
        }
        if bytes.last == 0x0d { bytes.removeLast() }
        return try text(bytes)
    }

    private static func ask(_ prompt: String, on terminal: CInt) throws(Failure) -> String {
        var before = termios()
        // The call fills the value that it is given.
        guard unsafe tcgetattr(terminal, &before) == 0 else { throw .noTerminal }
        var quiet = before
        // Signals are keys meanwhile: an end in the middle would leave the terminal silent.
        quiet.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
        unsafe tcsetattr(terminal, TCSAFLUSH, &quiet)
        defer {
            unsafe tcsetattr(terminal, TCSAFLUSH, &before)
            put("\n", on: terminal)
        }
        say(prompt, on: terminal)
        var line = SecretLine()
        while let byte = next(terminal) {
            switch line.take(byte) {
            case .typing: continue
            case .done: return try text(line.bytes)
            case .givenUp: throw .givenUp
            case .tooLong: throw .tooLong
            }
        }
        throw .givenUp
    }

    private static func text(_ bytes: [UInt8]) throws(Failure) -> String {
        guard !bytes.isEmpty else { throw .givenUp }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// Reads one byte, so that nothing behind the line is taken from who reads on; `nil` at the
    /// end.
    private static func next(_ descriptor: CInt) -> UInt8? {
        var byte: UInt8 = 0
        while true {
            // The call fills at most the one byte.
            let count = unsafe read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            return count == 1 ? byte : nil
        }
    }

    /// Says what is asked for, which may have a name as somebody gave it.
    private static func say(_ prompt: String, on terminal: CInt) {
        put(SafeText(prompt).singleLine + ": ", on: terminal)
    }

    private static func put(_ text: String, on terminal: CInt) {
        let bytes = Array(text.utf8)
        // A terminal that is gone is told by the next read; the count is the array's own.
        unsafe _ = write(terminal, bytes, bytes.count)
    }
}

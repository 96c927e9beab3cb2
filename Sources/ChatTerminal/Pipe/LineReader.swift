import ChatProtocol
import Glibc

/// Reads lines of messages from a descriptor.
struct LineReader: ~Copyable {
    /// Why a line is no message.
    ///
    /// The text is for people.
    enum Failure: Error, Hashable, CustomStringConvertible {
        /// The line has more bytes than a message may.
        case tooLong(line: Int)
        /// The line is not UTF-8.
        case notUTF8(line: Int)
        /// The system could not read.
        case unreadable(CInt)

        var description: String {
            switch self {
            case .tooLong(let line):
                "line \(line) is longer than the \(Limits.messageBytes) bytes of a message"
            case .notUTF8(let line): "line \(line) is not UTF-8"
            case .unreadable(let code):
                // The text is a constant of the C library, copied at once.
                unsafe "the input cannot be read: \(String(cString: strerror(code)))"
            }
        }
    }

    private let descriptor: CInt
    private var rest: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// The number of the line that was given last.
    private(set) var number = 0

    /// Makes a reader.
    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// The next line that says something, without its ending.
    ///
    /// Blocks the thread until there is one.
    ///
    /// - Returns: `nil` at the end.
    /// - Throws: why it is no message; the next call goes on with the line behind it, unless the
    ///   system could not read. Holds at most a message's bytes and one read more.
    mutating func next() throws(Failure) -> String? {
        while let line = try nextLine() {
            var line = line
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            guard line.count <= Limits.messageBytes else { throw .tooLong(line: number) }
            guard let text = String(validating: line, as: UTF8.self) else {
                throw .notUTF8(line: number)
            }
            // What shows nothing says nothing.
            if VisibleText.isIn(text) { return text }
        }
        return nil
    }

    /// All that there is as one text, without the line break at its end.
    ///
    /// Blocks the thread until the end.
    ///
    /// - Returns: empty if there is nothing.
    /// - Throws: why it is no message; holds at most a message's bytes and one read more.
    mutating func whole() throws(Failure) -> String {
        number = 1
        while !isAtEnd {
            guard rest.count <= Limits.messageBytes + 2 else { throw .tooLong(line: number) }
            try fill()
        }
        var bytes = rest[...]
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard bytes.count <= Limits.messageBytes else { throw .tooLong(line: number) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(line: number)
        }
        return text
    }

    private mutating func nextLine() throws(Failure) -> ArraySlice<UInt8>? {
        while true {
            if let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                number += 1
                return rest[start..<end]
            }
            if isAtEnd {
                guard start < rest.count else { return nil }
                defer { start = rest.count }
                number += 1
                return rest[start...]
            }
            // A carriage return may stand before the line feed that is not there yet.
            guard rest.count - start <= Limits.messageBytes + 1 else {
                number += 1
                try skipLine()
                throw .tooLong(line: number)
            }
            try fill()
        }
    }

    /// Passes over the rest of a line, of which nothing is held.
    private mutating func skipLine() throws(Failure) {
        while true {
            if let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                start = end + 1
                return
            }
            start = rest.count
            if isAtEnd { return }
            try fill()
        }
    }

    private mutating func fill() throws(Failure) {
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        // The call fills at most as many bytes as there are.
        let got = unsafe read(descriptor, &chunk, chunk.count)
        if got < 0, errno == EINTR { return }
        guard got >= 0 else { throw .unreadable(errno) }
        isAtEnd = got == 0
        rest.removeFirst(start)
        start = 0
        rest += chunk[..<got]
    }
}

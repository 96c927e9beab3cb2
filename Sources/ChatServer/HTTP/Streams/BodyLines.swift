import NIOCore

/// Cuts a body that arrives in any pieces into lines, holding one unfinished line at the most.
struct BodyLines: Sendable {
    /// A line as it was found.
    enum Line: Hashable, Sendable {
        /// Not empty, without its line break.
        case text(String)
        /// This many bytes, of which nothing was kept.
        case tooLong(Int)
        case notUTF8
    }

    private var unfinished: [UInt8] = []
    private var count = 0
    private let byteLimit: Int

    /// Begins with nothing.
    ///
    /// - Parameter byteLimit: the most bytes of a line; a longer one is counted and forgotten.
    init(byteLimit: Int) {
        self.byteLimit = byteLimit
    }

    /// Takes the next piece.
    ///
    /// - Parameter buffer: of the body.
    /// - Returns: the lines that it finished; empty ones are left out.
    mutating func split(_ buffer: ByteBuffer) -> [Line] {
        var lines: [Line] = []
        var rest = buffer.readableBytesView[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<end])
            lines += finish()
            rest = rest[rest.index(after: end)...]
        }
        take(rest)
        return lines
    }

    /// Ends the line that is unfinished.
    ///
    /// - Returns: the line, or nothing if it is empty.
    mutating func finish() -> [Line] {
        defer {
            unfinished.removeAll(keepingCapacity: true)
            count = 0
        }
        guard count <= byteLimit else { return [.tooLong(count)] }
        if unfinished.last == UInt8(ascii: "\r") { unfinished.removeLast() }
        guard !unfinished.isEmpty else { return [] }
        guard let text = String(validating: unfinished, as: UTF8.self) else { return [.notUTF8] }
        return text.allSatisfy(\.isWhitespace) ? [] : [.text(text)]
    }

    private mutating func take(_ bytes: some Collection<UInt8>) {
        count += bytes.count
        if count <= byteLimit { unfinished.append(contentsOf: bytes) } else { unfinished = [] }
    }
}

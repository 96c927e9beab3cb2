import Serialization

/// Cuts bytes that arrive in any split into lines; holds at most one unfinished line.
package struct LineSplitter: Sendable {
    /// What ends a line.
    package enum Ending: Sendable {
        /// LF, or CR LF.
        case lineFeed
        /// LF, CR LF or CR alone. Source: WHATWG HTML, section 9.2.5.
        case any
    }

    private let ending: Ending
    private let limit: Int
    private var rest: [UInt8] = []
    private var skipsLineFeed = false
    private var isBroken = false

    /// Makes a splitter.
    ///
    /// - Parameter limit: bytes of a line; a longer one is a failure.
    package init(ending: Ending, limit: Int = Limits.lineBytes) {
        self.ending = ending
        self.limit = limit
    }

    /// Takes bytes, and gives the lines they complete, without their endings.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Throws: ``DecodingFailure/lineTooLong(limit:)``; the lines before the long one are given
    ///   first, and the failure by the next call.
    package mutating func lines(
        in bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [ArraySlice<UInt8>] {
        guard !isBroken else { throw .lineTooLong(limit: limit) }
        let chunk = [UInt8](copyOf: bytes)
        var start = chunk.startIndex
        if skipsLineFeed, let first = chunk.first {
            skipsLineFeed = false
            if first == UInt8(ascii: "\n") { start += 1 }
        }
        var lines: [ArraySlice<UInt8>] = []
        while !isBroken {
            let end = firstEnding(from: start, in: chunk.span)
            guard end < chunk.count else { break }
            take(chunk[start..<end], into: &lines)
            start = next(after: end, in: chunk)
        }
        if !isBroken { keep(chunk[start...]) }
        if isBroken, lines.isEmpty { throw .lineTooLong(limit: limit) }
        return lines
    }

    /// Ends the input.
    ///
    /// - Returns: what was left without an ending, or nothing.
    /// - Throws: the failure that was not given yet.
    package mutating func finish() throws(DecodingFailure) -> ArraySlice<UInt8>? {
        guard !isBroken else { throw .lineTooLong(limit: limit) }
        defer { rest = [] }
        return rest.isEmpty ? nil : trimmed(rest[...])
    }

    private func firstEnding(from start: Int, in chunk: Span<UInt8>) -> Int {
        switch ending {
        case .lineFeed:
            chunk.firstIndex(from: start) { $0.marks(of: UInt8(ascii: "\n")) }
        case .any:
            chunk.firstIndex(from: start) { word in
                word.marks(of: UInt8(ascii: "\n")) | word.marks(of: UInt8(ascii: "\r"))
            }
        }
    }

    private mutating func take(_ line: ArraySlice<UInt8>, into lines: inout [ArraySlice<UInt8>]) {
        guard rest.count + line.count <= limit else {
            isBroken = true
            return
        }
        lines.append(trimmed(rest.isEmpty ? line : (rest + line)[...]))
        rest = []
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        guard rest.count + part.count <= limit else {
            isBroken = true
            rest = []
            return
        }
        rest.append(contentsOf: part)
    }

    private func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        ending == .lineFeed && line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    /// Where the next line begins; a CR at the chunk's end may have its LF in the next one.
    private mutating func next(after end: Int, in chunk: [UInt8]) -> Int {
        let next = end + 1
        guard chunk[end] == UInt8(ascii: "\r") else { return next }
        guard next < chunk.endIndex else {
            skipsLineFeed = true
            return next
        }
        return chunk[next] == UInt8(ascii: "\n") ? next + 1 : next
    }
}

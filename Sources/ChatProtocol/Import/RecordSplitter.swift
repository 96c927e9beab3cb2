import Serialization

/// Cuts bytes that arrive in any split into records, each with the line it began on; holds at most
/// one unfinished record.
///
/// One that is too long is told of and passed over, and the next one is read again.
package struct RecordSplitter: Sendable {
    /// What a record is.
    package enum Style: Sendable {
        /// A line.
        case lines
        /// A row of CSV: a quoted cell may hold line breaks. Source: RFC 4180, section 2.
        case table
    }

    /// A record as it was found.
    package struct Record: Sendable {
        /// The number of its first line, from 1, and of its last one.
        package let line: Int
        package let lastLine: Int
        /// Without its line break; `nil` when it is longer than the limit.
        package let bytes: ArraySlice<UInt8>?
        /// Whether a quote stands anywhere in it.
        package let hasQuotes: Bool
    }

    private let style: Style
    private let delimiter: UInt8
    private let limit: Int
    private var bytes: [UInt8] = []
    /// Where the unfinished record begins, and up to where it was looked at.
    private var start = 0
    private var place = 0
    private var line = 1
    /// Line breaks within the unfinished record.
    private var breaks = 0
    private var isQuoted = false
    private var hasQuotes = false
    private var isSkipping = false

    /// Makes a splitter.
    ///
    /// - Parameters:
    ///   - delimiter: what stands between two cells of a table.
    ///   - limit: bytes of a record, without its line break.
    package init(
        _ style: Style,
        delimiter: UInt8 = UInt8(ascii: ","),
        limit: Int = Limits.lineBytes
    ) {
        self.style = style
        self.delimiter = delimiter
        self.limit = limit
    }

    /// Takes bytes; what ``next()`` has given is forgotten.
    ///
    /// - Parameter piece: the next bytes, cut anywhere.
    package mutating func add(_ piece: some Collection<UInt8>) {
        bytes.removeFirst(start)
        place -= start
        start = 0
        bytes.append(contentsOf: piece)
    }

    /// Gives the next whole record; empty ones are left out.
    ///
    /// - Returns: `nil` when more bytes are needed.
    package mutating func next() -> Record? {
        while let mark = nextMark() {
            if bytes[mark] == UInt8(ascii: "\"") {
                guard pass(quoteAt: mark) else { return nil }
            } else if isQuoted {
                breaks += 1
                place = mark + 1
            } else if let record = end(at: mark) {
                return record
            }
        }
        place = bytes.count
        // A carriage return may stand before the line feed that is not there yet.
        if place - start > limit + 1 {
            // In a quoted cell too: the line break that follows is the best guess at an end.
            (isSkipping, isQuoted) = (true, false)
        }
        if isSkipping { start = place }
        return nil
    }

    /// Gives what is left once the input has ended.
    ///
    /// - Returns: the last record, if it had no line break.
    package mutating func last() -> Record? {
        end(at: bytes.count)
    }

    private func nextMark() -> Int? {
        let span = bytes.span
        let lineFeed = UInt8(ascii: "\n")
        let quote = UInt8(ascii: "\"")
        let found =
            style == .lines || isSkipping
            ? span.firstIndex(from: place) { $0.marks(of: lineFeed) }
            : span.firstIndex(from: place) { $0.marks(of: lineFeed) | $0.marks(of: quote) }
        return found < bytes.count ? found : nil
    }

    /// Passes a quote; false when the byte after it has to be seen first.
    private mutating func pass(quoteAt mark: Int) -> Bool {
        hasQuotes = true
        guard isQuoted else {
            isQuoted = isCellStart(mark)
            place = mark + 1
            return true
        }
        guard mark + 1 < bytes.count else {
            place = mark
            return false
        }
        let isDoubled = bytes[mark + 1] == UInt8(ascii: "\"")
        isQuoted = isDoubled
        place = mark + (isDoubled ? 2 : 1)
        return true
    }

    private func isCellStart(_ mark: Int) -> Bool {
        mark == start || bytes[mark - 1] == delimiter
            || (line == 1 && mark == start + 3 && bytes[start..<mark].isByteOrderMark)
    }

    private mutating func end(at end: Int) -> Record? {
        defer {
            line += breaks + 1
            start = min(end + 1, bytes.count)
            place = start
            (breaks, isQuoted, hasQuotes, isSkipping) = (0, false, false, false)
        }
        guard !isSkipping else { return record(nil) }
        var record = bytes[start..<end]
        if record.last == UInt8(ascii: "\r") { record.removeLast() }
        guard record.count <= limit else { return self.record(nil) }
        if line == 1, record.prefix(3).isByteOrderMark { record.removeFirst(3) }
        return record.isEmpty ? nil : self.record(record)
    }

    private func record(_ bytes: ArraySlice<UInt8>?) -> Record {
        Record(line: line, lastLine: line + breaks, bytes: bytes, hasQuotes: hasQuotes)
    }
}

extension ArraySlice<UInt8> {
    /// Whether these are the three bytes that some programs put before UTF-8.
    fileprivate var isByteOrderMark: Bool { elementsEqual([0xef, 0xbb, 0xbf]) }
}

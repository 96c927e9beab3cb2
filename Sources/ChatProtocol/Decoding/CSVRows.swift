/// Cuts CSV that arrives in any split into rows of cells; holds at most one unfinished row.
///
/// Source: RFC 4180, section 2; a lone LF ends a row too, and empty lines are skipped.
package struct CSVRows: Sendable {
    private enum State {
        case cellStart, plain, quoted, quoteInQuoted, lineFeedExpected
    }

    private let limit: Int
    private var state = State.cellStart
    private var cell: [UInt8] = []
    private var row: [String] = []
    private var rowBytes = 0
    private var held = HeldFailure()
    private var isFirstCell = true

    /// Makes a reader of rows.
    ///
    /// - Parameter limit: bytes of a row.
    package init(limit: Int = Limits.lineBytes) {
        self.limit = limit
    }

    /// Takes bytes, and gives the rows they complete.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Returns: rows of at least one cell.
    /// - Throws: why it is no CSV; the rows before the fault are given first, and the failure by
    ///   the next call.
    package mutating func rows(
        in bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [[String]] {
        var held = self.held
        defer { self.held = held }
        var rows: [[String]] = []
        try held.collect(into: &rows) { rows throws(DecodingFailure) in
            for byte in Array(bytes) { try take(byte, into: &rows) }
        }
        return rows
    }

    /// Ends the input.
    ///
    /// - Returns: the last row, if it had no line break.
    /// - Throws: the failure that was not given yet, or that a quote is open.
    package mutating func finish() throws(DecodingFailure) -> [[String]] {
        var held = self.held
        defer { self.held = held }
        var rows: [[String]] = []
        try held.collect(into: &rows) { rows throws(DecodingFailure) in
            guard state != .quoted else { throw .malformed("a quote is not closed") }
            try endRow(into: &rows)
        }
        return rows
    }

    private mutating func take(_ byte: UInt8, into rows: inout [[String]]) throws(DecodingFailure) {
        rowBytes += 1
        guard rowBytes <= limit else { throw .lineTooLong(limit: limit) }
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
        case (.quoted, _): cell.append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            cell.append(byte)
            state = .quoted
        case (.lineFeedExpected, UInt8(ascii: "\n")), (_, UInt8(ascii: "\n")):
            try endRow(into: &rows)
        case (.lineFeedExpected, _): throw .malformed("a carriage return stands alone")
        case (_, UInt8(ascii: "\r")): state = .lineFeedExpected
        case (_, UInt8(ascii: ",")): try endCell()
        case (.cellStart, UInt8(ascii: "\"")): state = .quoted
        case (.quoteInQuoted, _): throw .malformed("text follows a closing quote")
        case (_, UInt8(ascii: "\"")) where !(isFirstCell && cell == [0xef, 0xbb, 0xbf]):
            throw .malformed("a quote stands inside a cell that does not begin with one")
        case (_, UInt8(ascii: "\"")):
            cell = []
            state = .quoted
        default:
            cell.append(byte)
            state = .plain
        }
    }

    private mutating func endCell() throws(DecodingFailure) {
        if isFirstCell, cell.starts(with: [0xef, 0xbb, 0xbf]) { cell.removeFirst(3) }
        isFirstCell = false
        guard let text = String(validating: cell, as: UTF8.self) else { throw .notUTF8 }
        row.append(text)
        cell.removeAll(keepingCapacity: cell.count <= 64 * 1024)
        state = .cellStart
    }

    private mutating func endRow(into rows: inout [[String]]) throws(DecodingFailure) {
        rowBytes = 0
        let isBlank = row.isEmpty && cell.isEmpty
        try endCell()
        if !isBlank { rows.append(row) }
        row = []
    }
}

import Serialization

/// The cells of one row of CSV.
///
/// Source: RFC 4180, section 2.
enum CSVCells {
    /// Parts a row.
    ///
    /// - Parameters:
    ///   - row: without its line break, not empty.
    ///   - hasQuotes: whether a quote stands anywhere in it.
    ///   - delimiter: what stands between two cells.
    /// - Returns: one cell or more, without their quotes.
    /// - Throws: ``DecodingFailure/malformed(_:)``.
    static func cells(
        of row: ArraySlice<UInt8>,
        hasQuotes: Bool,
        delimiter: UInt8 = UInt8(ascii: ",")
    ) throws(DecodingFailure) -> [ArraySlice<UInt8>] {
        var cells: [ArraySlice<UInt8>] = []
        cells.reserveCapacity(CSVFormat.columns.count)
        var start = row.startIndex
        while true {
            let isQuoted =
                hasQuotes && start < row.endIndex && row[start] == UInt8(ascii: "\"")
            let (cell, end) =
                isQuoted
                ? try quoted(from: start + 1, in: row)
                : try plain(from: start, in: row, hasQuotes: hasQuotes, delimiter: delimiter)
            cells.append(cell)
            guard end < row.endIndex else { return cells }
            guard row[end] == delimiter else {
                throw .malformed("text follows a closing quote")
            }
            start = end + 1
        }
    }

    private static func plain(
        from start: Int,
        in row: ArraySlice<UInt8>,
        hasQuotes: Bool,
        delimiter: UInt8
    ) throws(DecodingFailure) -> (cell: ArraySlice<UInt8>, end: Int) {
        let offset = row.span.firstIndex(from: start - row.startIndex) { word in
            word.marks(of: delimiter)
        }
        let cell = row[start..<(row.startIndex + offset)]
        guard !hasQuotes || !cell.contains(UInt8(ascii: "\"")) else {
            throw .malformed("a quote stands inside a cell that does not begin with one")
        }
        return (cell, cell.endIndex)
    }

    private static func quoted(
        from start: Int,
        in row: ArraySlice<UInt8>
    ) throws(DecodingFailure) -> (cell: ArraySlice<UInt8>, end: Int) {
        var unescaped: [UInt8] = []
        var start = start
        while let quote = row[start...].firstIndex(of: UInt8(ascii: "\"")) {
            let next = quote + 1
            guard next < row.endIndex, row[next] == UInt8(ascii: "\"") else {
                if unescaped.isEmpty { return (row[start..<quote], next) }
                return ((unescaped + row[start..<quote])[...], next)
            }
            unescaped += row[start...quote]
            start = next + 1
        }
        throw .malformed("a quote is not closed")
    }
}

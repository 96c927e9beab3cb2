/// Rows of a table as CSV writes them.
///
/// A cell that holds a comma, a quote or a line break is quoted, a quote in it doubled.
/// Source: RFC 4180, section 2.
@usableFromInline
package enum CSVText {
    /// Appends a row.
    ///
    /// An only cell that is empty is quoted: readers skip an empty line.
    ///
    /// - Parameter lineBreak: what ends the row; CR LF is the standard's.
    @inlinable
    package static func append(
        row cells: [String],
        lineBreak: StaticString = "\r\n",
        to sink: inout some ByteSink
    ) {
        var isFirst = true
        for cell in cells {
            if !isFirst { sink.append(UInt8(ascii: ",")) }
            isFirst = false
            append(cell: cell, to: &sink)
        }
        if cells.count == 1, cells[0].isEmpty { sink.append(literal: "\"\"") }
        sink.append(literal: lineBreak)
    }

    /// Appends a cell.
    @inlinable
    package static func append(cell text: String, to sink: inout some ByteSink) {
        text.withBytes { utf8 in
            guard !utf8.isFree(of: needsQuotes) else { return sink.append(copyOf: utf8) }
            let quote = UInt8(ascii: "\"")
            sink.append(quote)
            var start = 0
            while start < utf8.count {
                let end = utf8.firstIndex(from: start) { $0.marks(of: quote) }
                sink.append(copyOf: utf8.extracting(start..<end))
                if end < utf8.count { sink.append(literal: "\"\"") }
                start = end + 1
            }
            sink.append(quote)
        }
    }

    /// Ends a row whose cells were appended one by one.
    @inlinable
    package static func endRow(_ sink: inout some ByteSink) {
        sink.append(literal: "\r\n")
    }

    @inlinable
    static func needsQuotes(_ word: ByteWord) -> UInt64 {
        word.marks(of: UInt8(ascii: ",")) | word.marks(of: UInt8(ascii: "\""))
            | word.marks(of: UInt8(ascii: "\r")) | word.marks(of: UInt8(ascii: "\n"))
    }
}

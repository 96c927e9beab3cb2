import Serialization

/// A cell of a table that people look at on a terminal and open in a spreadsheet.
package enum CSVCell {
    /// Makes a text safe for a terminal, as in the `text` column of events.
    ///
    /// - Returns: the text without what acts on a terminal.
    package static func safe(_ text: String) -> String { SafeText(text).description }

    /// Makes a cell one that no spreadsheet runs: one that would be a formula begins with an
    /// apostrophe, which says that it is text.
    ///
    /// Source: OWASP, "CSV Injection".
    package static func inert(_ cell: String) -> String { isFormula(cell) ? "'" + cell : cell }

    /// Lays cells out as a row.
    ///
    /// - Returns: the row with its line break.
    package static func row(_ cells: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        CSVText.append(row: cells, to: &bytes)
        return bytes
    }

    /// Whether a spreadsheet would run a cell, by its first character that is no white space, which
    /// some take away; full-width ones count too.
    private static func isFormula(_ cell: String) -> Bool {
        let first = cell.unicodeScalars.first { !$0.properties.isWhitespace }
        return first.map { "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains($0) }
            ?? false
    }
}

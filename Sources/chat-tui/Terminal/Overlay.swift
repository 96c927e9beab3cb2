import ChatTUI

/// A cluster that ncurses cannot hold, drawn over the blanks that it has there: emoji of several
/// characters, flags, and whatever the C library takes for another width.
struct Overlay: Hashable, Sendable {
    var row: Int
    var column: Int
    var cell: Cell

    /// The overlays in some rows of a frame.
    ///
    /// - Parameters:
    ///   - rows: which rows to look at.
    ///   - frame: the frame.
    ///   - isNeeded: whether a cell cannot be drawn otherwise.
    /// - Returns: from the top, each row from the left.
    static func all(
        in rows: [Int],
        of frame: Frame,
        where isNeeded: (Cell) -> Bool
    ) -> [Overlay] {
        rows.flatMap { row in
            frame.row(row).enumerated().compactMap { column, cell in
                guard cell.width > 0, isNeeded(cell) else { return nil }
                return Overlay(row: row, column: column, cell: cell)
            }
        }
    }

    /// What draws it and leaves the cursor and the colours as they were: DECSC, CUP, SGR, DECRC.
    var sequence: String {
        var codes = ["0"]
        if cell.style.bold { codes.append("1") }
        if cell.style.dim { codes.append("2") }
        if cell.style.underline { codes.append("4") }
        if cell.style.reverse { codes.append("7") }
        if let color = cell.style.foreground { codes.append("38;5;\(color.index)") }
        if let color = cell.style.background { codes.append("48;5;\(color.index)") }
        let look = codes.joined(separator: ";")
        return "\u{1b}7\u{1b}[\(row + 1);\(column + 1)H\u{1b}[\(look)m\(cell.text)\u{1b}8"
    }
}

/// One place of the grid.
package struct Cell: Hashable, Sendable {
    /// A grapheme cluster; empty in the second half of a wide one.
    package var text: String
    /// Cells that the text takes: 1 or 2, and 0 in the second half of a wide one.
    package var width: Int8
    package var style: Style

    /// A space in the terminal's own look.
    package static let blank = Cell(text: " ", width: 1, style: .plain)

    /// The second half of a wide cell.
    ///
    /// - Parameter style: that of the first half.
    /// - Returns: a cell of no width.
    static func continuation(_ style: Style) -> Cell {
        Cell(text: "", width: 0, style: style)
    }
}

/// A whole screen as a value: a grid of cells, where the cursor stands, and the window's title.
///
/// In each row the widths of the cells sum to exactly the columns.
package struct Frame: Hashable, Sendable {
    package let size: Size
    private var rows: [FrameRow]
    /// What the cells are adapted to when they are asked for; `nil` leaves them as they were drawn.
    private var look: TerminalLook?
    /// Where the cursor stands; `nil` hides it.
    package var cursor: Position?
    /// The rows of the line that is written in, if the cursor stands there.
    private(set) var written: Range<Int>?
    /// For the terminal's window, safe to send.
    package var title = ""
    /// Whether the terminal is to report the wheel and clicks.
    package var takesMouse = false
    private var table = LinkTable()

    /// Where the links of the cells lead: `http` or `https`, each once, in printable ASCII.
    ///
    /// A cell's ``Style/link`` is an index of this; ``link(of:)`` reads it.
    package var links: [String] { table.targets }

    /// A place in a grid, from 0.
    package struct Position: Hashable, Sendable {
        package var row: Int
        package var column: Int

        /// Makes a position.
        ///
        /// - Parameters:
        ///   - row: from 0, the top.
        ///   - column: from 0, the left.
        package init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    /// Makes a blank frame.
    ///
    /// - Parameter size: brought to at least 1×1.
    package init(size: Size) {
        self.size = Size(columns: max(1, size.columns), rows: max(1, size.rows))
        rows = Array(repeating: .blank, count: self.size.rows)
    }

    /// The cells of a row.
    ///
    /// - Parameter row: 0 to `size.rows - 1`.
    /// - Returns: `size.columns` cells.
    /// - Complexity: O(columns); they are put together for the call.
    package func row(_ row: Int) -> [Cell] {
        var cells = rows[row].cells(columns: size.columns)
        look?.adapt(&cells)
        return cells
    }

    /// All cells, row by row.
    package var cells: [Cell] {
        (0..<size.rows).flatMap { row($0) }
    }

    /// The rows that may look different in another frame.
    ///
    /// - Complexity: O(lines), where they are the same ones.
    ///
    /// - Returns: from the top; not all of them need be different.
    func rowsDiffering(from other: Frame) -> [Int] {
        guard look == other.look else { return Array(rows.indices) }
        return rows.indices.filter { rows[$0] != other.rows[$0] }
    }

    /// Some cells of a row, for ``columnsDiffering(in:from:)``.
    ///
    /// - Parameter row: whose lines stand side by side.
    func cells(of row: Int, in range: Range<Int>) -> [Cell] {
        var cells = rows[row].cells(in: range)
        look?.adapt(&cells)
        return cells
    }

    /// The columns of a row that differ from another frame's.
    ///
    /// - Returns: from the left; `nil` where all cells are to be looked at.
    func columnsDiffering(in row: Int, from other: Frame) -> [Int]? {
        guard look == other.look else { return nil }
        return rows[row].columnsDiffering(from: other.rows[row], columns: size.columns)
    }

    /// Whether something in a row may have to be drawn in its own way.
    ///
    /// - Parameter isOfKind: told cells as they are before they are adapted to the terminal.
    /// - Returns: `false` if no cell is.
    package func contains(in row: Int, where isOfKind: (Cell) -> Bool) -> Bool {
        rows[row].contains(where: isOfKind)
    }

    /// Whether rows of another frame can stand among those of this one, whose line that is written
    /// in then stays where it is.
    ///
    /// - Returns: `false` if they are laid out or look otherwise.
    package func canTakeRows(of other: Frame) -> Bool {
        size == other.size && look == other.look && written == other.written && written != nil
    }

    /// Takes a row of another frame: what a screen shows that was drawn in part.
    ///
    /// - Parameter other: of the same size and look.
    package mutating func take(row: Int, of other: Frame) {
        rows[row] = other.rows[row].renumbered { number in
            other.table[number].flatMap { table.number(of: $0) }
        }
    }

    /// Where a cell leads.
    ///
    /// - Returns: an address of `http` or `https`; `nil` if the cell is no part of a link.
    package func link(of cell: Cell) -> String? {
        cell.style.link.flatMap { table[$0] }
    }

    /// Draws a line into a row; what does not fit is cut off, and no cell outside is touched.
    ///
    /// - Parameter width: the columns that belong to it.
    mutating func draw(_ line: Line, row: Int, column: Int = 0, width: Int? = nil) {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return }
        let room = min(width ?? size.columns, size.columns - column)
        let numbers = line.links.targets.map { table.number(of: $0) }
        rows[row].draw(line, column: column, width: room, numbers: numbers)
    }

    /// Puts the line that is written in at the bottom, in the place of what stood there.
    ///
    /// - Parameters:
    ///   - lines: its rows; without links.
    ///   - place: of the cursor, from the first of them.
    mutating func write(_ lines: [Line], cursor place: Position) {
        let top = size.rows - lines.count
        for (number, line) in lines.enumerated() where top + number >= 0 {
            rows[top + number] = .blank
            draw(line, row: top + number)
        }
        written = max(0, top)..<size.rows
        cursor = Position(row: top + place.row, column: place.column)
    }

    /// Keeps to what the terminal can show.
    ///
    /// - Parameter isGroundLight: whether the terminal said that its ground is light.
    mutating func adapt(to capabilities: Capabilities, isGroundLight: Bool) {
        look = TerminalLook(capabilities: capabilities, isGroundLight: isGroundLight)
        if !capabilities.unicode { title = String(title.map { $0.isASCII ? $0 : "?" }) }
    }
}

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
    /// - Parameter other: of the same size.
    /// - Returns: from the top; not all of them need be different.
    /// - Complexity: O(lines), where they are the same ones.
    func rowsDiffering(from other: Frame) -> [Int] {
        guard look == other.look else { return Array(rows.indices) }
        return rows.indices.filter { rows[$0] != other.rows[$0] }
    }

    /// Where a cell leads.
    ///
    /// - Parameter cell: of this frame.
    /// - Returns: an address of `http` or `https`; `nil` if the cell is no part of a link.
    package func link(of cell: Cell) -> String? {
        cell.style.link.flatMap { table[$0] }
    }

    /// The rows as text, for tests that are pictures.
    package var lines: [String] {
        (0..<size.rows).map { number in row(number).map(\.text).joined() }
    }

    /// The looks as text, a letter for each column: `r` reverse, `b` bold, `u` underlined, `d` dim,
    /// `i` italic, `s` struck through, a space for none; upper case where there is a colour (`C`
    /// for a colour alone).
    package var styleLines: [String] {
        (0..<size.rows).map { number in row(number).map { $0.style.letter }.joined() }
    }

    /// Draws a line into a row; what does not fit is cut off, and no cell outside is touched.
    ///
    /// - Parameters:
    ///   - line: what to draw.
    ///   - row: ignored outside the frame.
    ///   - column: where the line begins.
    ///   - width: the columns that belong to it.
    mutating func draw(_ line: Line, row: Int, column: Int = 0, width: Int? = nil) {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return }
        let room = min(width ?? size.columns, size.columns - column)
        let numbers = line.links.targets.map { table.number(of: $0) }
        rows[row].draw(line, column: column, width: room, numbers: numbers)
    }

    /// Keeps to what the terminal can show.
    ///
    /// - Parameters:
    ///   - capabilities: the terminal's.
    ///   - isGroundLight: whether the terminal said that its ground is light.
    mutating func adapt(to capabilities: Capabilities, isGroundLight: Bool) {
        look = TerminalLook(capabilities: capabilities, isGroundLight: isGroundLight)
        if !capabilities.unicode { title = String(title.map { $0.isASCII ? $0 : "?" }) }
    }
}

extension Style {
    private var letters: [(isOn: Bool, letter: String)] {
        [
            (reverse, "r"), (bold, "b"), (underline, "u"), (dim, "d"), (italic, "i"), (strike, "s"),
        ]
    }

    /// The letter for ``Frame/styleLines``.
    fileprivate var letter: String {
        let mark = letters.first { $0.isOn }?.letter ?? " "
        guard foreground != nil || background != nil else { return mark }
        return mark == " " ? "C" : mark.uppercased()
    }
}

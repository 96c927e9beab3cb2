import ChatTUI

/// What ncurses cannot draw, written over what it has there: clusters that it cannot hold, such as
/// emoji of several characters and flags, and text that leads somewhere.
struct DirectDrawing: Hashable, Sendable {
    var row: Int
    var column: Int
    var cell: Cell
    /// The cells behind it that a terminal which knows nothing of clusters writes over, since it
    /// takes the width of each part; they are written again.
    var followers: [Cell] = []

    /// Where the cells lead; `nil` if they are drawn for another reason.
    var link: String?

    /// The drawings in a row of a frame.
    ///
    /// - Parameters:
    ///   - withLinks: whether text that leads somewhere is drawn so.
    ///   - isNeeded: whether a cell cannot be drawn otherwise.
    static func all(
        in row: Int,
        of cells: [Cell],
        in frame: Frame,
        withLinks: Bool,
        where isNeeded: (Cell) -> Bool
    ) -> [DirectDrawing] {
        let links = withLinks ? links(in: row, of: cells, frame) : []
        // The clusters come last: a link would write over them in its own way.
        return links + drawings(in: row, of: cells, where: isNeeded)
    }

    private static func drawings(
        in row: Int,
        of cells: [Cell],
        where isNeeded: (Cell) -> Bool
    ) -> [DirectDrawing] {
        var drawings: [DirectDrawing] = []
        for column in cells.indices where cells[column].width > 0 && isNeeded(cells[column]) {
            let cell = cells[column]
            let behind = cells.dropFirst(column + Int(cell.width)).prefix(excess(of: cell))
            drawings.append(
                DirectDrawing(row: row, column: column, cell: cell, followers: Array(behind))
            )
        }
        return drawings
    }

    /// The cells side by side that lead to one place.
    private static func links(in row: Int, of cells: [Cell], _ frame: Frame) -> [DirectDrawing] {
        var links: [DirectDrawing] = []
        var column = 0
        while column < cells.count {
            defer { column += 1 }
            guard cells[column].style.link != nil, let link = frame.link(of: cells[column]) else {
                continue
            }
            let start = column
            while column + 1 < cells.count, frame.link(of: cells[column + 1]) == link {
                column += 1
            }
            links.append(
                DirectDrawing(
                    row: row,
                    column: start,
                    cell: cells[start],
                    followers: Array(cells[start + 1..<column + 1]),
                    link: link
                )
            )
        }
        return links
    }

    /// The columns that the parts of a cluster take beyond those of the whole.
    private static func excess(of cell: Cell) -> Int {
        let parts = cell.text.unicodeScalars.reduce(0) { $0 + CellWidth.of(Character($1)) }
        return max(0, parts - Int(cell.width))
    }

    /// What draws it and leaves the cursor and the colours as they were: DECSC, CUP, SGR, DECRC.
    var sequence: String {
        var drawn = "\u{1b}7" + (link.map(TerminalSequence.beginLink) ?? "")
        var column = column
        // The look of the cell before, if the cursor is sure to stand right behind it.
        var last: Style?
        for (number, cell) in ([cell] + followers).enumerated() {
            defer { column += number == 0 && link == nil ? Int(cell.width) : 1 }
            guard cell.width > 0 else { continue }
            let drawing = Self.drawing(cell, row: row, column: column)
            drawn += last == cell.style ? cell.text : drawing
            let isASCII = cell.text.utf8.allSatisfy { $0 < 0x80 }
            last = isASCII ? cell.style : nil
        }
        return drawn + (link == nil ? "" : TerminalSequence.endLink) + "\u{1b}8"
    }

    private static func drawing(_ cell: Cell, row: Int, column: Int) -> String {
        let style = cell.style
        var codes = ["0"]
        if style.bold { codes.append("1") }
        if style.dim { codes.append("2") }
        if style.italic { codes.append("3") }
        if style.underline { codes.append("4") }
        if style.reverse { codes.append("7") }
        if style.strike { codes.append("9") }
        if let color = style.foreground { codes.append(color.code(base: 30)) }
        if let color = style.background { codes.append(color.code(base: 40)) }
        let look = codes.joined(separator: ";")
        return "\u{1b}[\(row + 1);\(column + 1)H\u{1b}[\(look)m\(cell.text)"
    }
}

extension Color {
    /// What selects the colour, between `ESC [` and `m`.
    ///
    /// Source: ECMA-48, section 8.3.117; ITU-T T.416, section 13.1.8; aixterm for 90 to 107.
    ///
    /// - Parameter base: 30 for the text, 40 for what is behind it.
    fileprivate func code(base: Int) -> String {
        switch self {
        case .palette(let index) where index < 8: "\(base + Int(index))"
        case .palette(let index) where index < 16: "\(base + 52 + Int(index))"
        case .palette(let index): "\(base + 8);5;\(index)"
        case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
        case .role, .name: "\(base + 9)"
        }
    }
}

/// A row of a frame: the lines that were drawn into it, each over those before it.
///
/// They are kept as they came, and made cells of when they are asked for: most rows of a picture
/// consist of the very lines of the one before, which are compared by where they lie in memory.
struct FrameRow: Hashable, Sendable {
    /// A line in its place.
    private struct Piece: Hashable, Sendable {
        let line: Line
        let column: Int
        let width: Int
        /// What the frame calls the line's links.
        let numbers: [UInt16?]

        /// The same links may have other numbers in another frame.
        static func == (left: Self, right: Self) -> Bool {
            left.line == right.line && left.column == right.column && left.width == right.width
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(line)
            hasher.combine(column)
            hasher.combine(width)
        }
    }

    private var pieces: [Piece] = []

    /// A blank row.
    static let blank = FrameRow()

    /// Draws a line over what is there.
    ///
    /// - Parameters:
    ///   - line: what to draw.
    ///   - column: where it begins, within the row.
    ///   - width: the columns that belong to it, within the row.
    ///   - numbers: what the frame calls the line's links.
    mutating func draw(_ line: Line, column: Int, width: Int, numbers: [UInt16?]) {
        pieces.append(Piece(line: line, column: column, width: width, numbers: numbers))
    }

    /// The row as cells.
    ///
    /// - Parameter columns: of the frame.
    /// - Returns: as many cells; what does not fit its width is cut off.
    func cells(columns: Int) -> [Cell] {
        var cells = Array(repeating: Cell.blank, count: columns)
        for piece in pieces { Self.put(piece, into: &cells) }
        return cells
    }

    private static func put(_ piece: Piece, into cells: inout [Cell]) {
        var place = 0
        for cell in piece.line.cells {
            guard
                place + max(1, Int(cell.width)) <= piece.width
                    || cell.width == 0 && place < piece.width
            else { return }
            cells[piece.column + place] = cell
            if let link = cell.style.link {
                let number = Int(link) < piece.numbers.count ? piece.numbers[Int(link)] : nil
                cells[piece.column + place].style.link = number
            }
            place += 1
        }
    }
}

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
    ///   - column: where it begins, within the row.
    ///   - width: the columns that belong to it, within the row.
    ///   - numbers: what the frame calls the line's links.
    mutating func draw(_ line: Line, column: Int, width: Int, numbers: [UInt16?]) {
        pieces.append(Piece(line: line, column: column, width: width, numbers: numbers))
    }

    /// The row in another frame.
    ///
    /// - Parameter number: what the other one calls a link.
    func renumbered(_ number: (UInt16) -> UInt16?) -> FrameRow {
        guard pieces.contains(where: { !$0.numbers.isEmpty }) else { return self }
        var row = self
        row.pieces = pieces.map { piece in
            Piece(
                line: piece.line,
                column: piece.column,
                width: piece.width,
                numbers: piece.numbers.map { $0.flatMap(number) }
            )
        }
        return row
    }

    /// The row as cells.
    ///
    /// - Returns: as many cells; what does not fit its width is cut off.
    func cells(columns: Int) -> [Cell] {
        // Most rows are one line, or some side by side.
        if let cells = sideBySide(columns: columns) { return cells }
        var cells = Array(repeating: Cell.blank, count: columns)
        for piece in pieces { Self.put(piece, into: &cells) }
        return cells
    }

    /// The row as cells, where that is what its lines have one behind the other.
    private func sideBySide(columns: Int) -> [Cell]? {
        isSideBySide(columns: columns) ? cells(in: 0..<columns) : nil
    }

    /// Whether each line stands behind the one before, fits, and leads nowhere.
    private func isSideBySide(columns: Int) -> Bool {
        var end = 0
        for piece in pieces {
            guard piece.column >= end, piece.numbers.isEmpty else { return false }
            end = piece.column + piece.line.width
            guard piece.line.width <= piece.width, end <= columns else { return false }
        }
        return true
    }

    /// Some cells of a row whose lines stand side by side.
    func cells(in range: Range<Int>) -> [Cell] {
        var cells: [Cell] = []
        cells.reserveCapacity(range.count)
        for piece in pieces {
            let place = piece.column..<piece.column + piece.line.width
            let part = place.clamped(to: range)
            guard !part.isEmpty else { continue }
            let gap = part.lowerBound - range.lowerBound - cells.count
            cells.append(contentsOf: repeatElement(.blank, count: gap))
            let own = part.lowerBound - piece.column..<part.upperBound - piece.column
            cells.append(contentsOf: piece.line.cells[own])
        }
        cells.append(contentsOf: repeatElement(.blank, count: range.count - cells.count))
        return cells
    }

    /// The columns in which another row has another cell, found without making cells of both.
    ///
    /// - Returns: from the left; `nil` where that cannot be told so: the lines have other places,
    ///   lead somewhere, or have clusters that are wider than a cell.
    func columnsDiffering(from old: FrameRow, columns: Int) -> [Int]? {
        guard pieces.count == old.pieces.count, isSideBySide(columns: columns),
            old.isSideBySide(columns: columns)
        else { return nil }
        var differing: [Int] = []
        for (piece, before) in zip(pieces, old.pieces) {
            guard piece.column == before.column else { return nil }
            if piece.line.isSame(as: before.line) { continue }
            let (new, old) = (piece.line.cells.span, before.line.cells.span)
            for place in 0..<max(new.count, old.count) {
                let isNew = place < new.count
                let isOld = place < old.count
                guard !isNew || new[place].width == 1, !isOld || old[place].width == 1 else {
                    return nil
                }
                let isEqual =
                    isNew && isOld
                    ? new[place] == old[place]
                    : isNew ? new[place] == .blank : old[place] == .blank
                if !isEqual { differing.append(piece.column + place) }
            }
        }
        return differing
    }

    /// Whether any cell of its lines is of a kind.
    ///
    /// - Parameter isOfKind: asked of each, also of one that another line covers.
    /// - Returns: `true` if there is one.
    func contains(where isOfKind: (Cell) -> Bool) -> Bool {
        pieces.contains { piece in
            let cells = piece.line.cells.span
            return cells.indices.contains { isOfKind(cells[$0]) }
        }
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

/// What changed between two frames, for a driver that writes only that.
package enum FrameDiff {
    /// Unchanged cells between two changes that are written again rather than jumped over: moving
    /// the cursor costs about as many bytes.
    private static let joinedGap = 4
    /// Rows that are written in one pass: as many take less time than a second pass does, and a
    /// key that comes meanwhile does not wait long.
    private static let rowsAtOnce = 8

    /// Cells side by side that changed.
    package struct Run: Hashable, Sendable {
        package var row: Int
        package var column: Int
        /// Begins with a whole cluster and ends with one.
        package var cells: [Cell]
    }

    /// The rows that may differ between two frames, from the top.
    ///
    /// - Parameter old: what is on the screen; `nil` when that is unknown.
    /// - Returns: every row if the sizes differ or `old` is `nil`.
    private static func rows(from old: Frame?, to new: Frame) -> [Int] {
        guard let old, old.size == new.size else { return Array(0..<new.size.rows) }
        return new.rowsDiffering(from: old)
    }

    /// The rows that may differ between two frames, in the passes in which they are written.
    ///
    /// Where there are many, the row that is written in comes before the others: a key is seen
    /// before the messages that came with it are drawn. Between two passes another key can be
    /// looked for.
    ///
    /// - Parameter old: what is on the screen; `nil` when that is unknown, and all is one pass.
    /// - Returns: one pass or more, none of them twice.
    package static func passes(from old: Frame?, to new: Frame) -> [[Int]] {
        var rows = rows(from: old, to: new)
        guard let old, old.size == new.size, rows.count > rowsAtOnce else { return [rows] }
        var passes: [[Int]] = []
        if let typed = new.cursor?.row, let place = rows.firstIndex(of: typed) {
            passes = [[rows.remove(at: place)]]
        }
        while !rows.isEmpty {
            passes.append(Array(rows.prefix(rowsAtOnce)))
            rows.removeFirst(min(rows.count, rowsAtOnce))
        }
        return passes
    }

    /// The runs that turn some rows of one frame into those of another.
    ///
    /// - Parameters:
    ///   - old: what is on the screen; `nil` when that is unknown.
    ///   - rows: which of them, in the order that is wanted.
    /// - Returns: these rows whole if the sizes differ or `old` is `nil`.
    package static func runs(from old: Frame?, to new: Frame, in rows: [Int]) -> [Run] {
        let old = old?.size == new.size ? old : nil
        return rows.flatMap { row in runs(from: old, to: new, row: row) }
    }

    /// The runs that turn a row of one frame into that of another.
    ///
    /// - Parameter old: what is on the screen, of the same size; `nil` when that is unknown.
    package static func runs(from old: Frame?, to new: Frame, row: Int) -> [Run] {
        guard let old else { return [Run(row: row, column: 0, cells: new.row(row))] }
        if let columns = new.columnsDiffering(in: row, from: old) {
            return stretches(of: columns).map { stretch in
                Run(row: row, column: stretch.lowerBound, cells: new.cells(of: row, in: stretch))
            }
        }
        let (before, after) = (old.row(row), new.row(row))
        let columns = after.indices.filter { !isSame(before[$0], old, after[$0], new) }
        return stretches(of: columns).map { stretch in
            run(row: row, cells: after, from: stretch.lowerBound, to: stretch.upperBound)
        }
    }

    /// Columns that are written together.
    private static func stretches(of columns: [Int]) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        for column in columns {
            if let last = stretches.last, column <= last.upperBound + joinedGap {
                stretches[stretches.count - 1] = last.lowerBound..<column + 1
            } else {
                stretches.append(column..<column + 1)
            }
        }
        return stretches
    }

    /// Whether two cells look the same and lead to the same place, whatever its number in the two
    /// frames.
    private static func isSame(_ old: Cell, _ before: Frame, _ new: Cell, _ after: Frame) -> Bool {
        guard old.style.link != nil || new.style.link != nil else { return old == new }
        var bare = (old, new)
        bare.0.style.link = nil
        bare.1.style.link = nil
        return bare.0 == bare.1 && before.link(of: old) == after.link(of: new)
    }

    /// Widened to whole clusters.
    private static func run(row: Int, cells: [Cell], from: Int, to: Int) -> Run {
        var (first, last) = (from, to)
        while first > 0, cells[first].width == 0 { first -= 1 }
        while last < cells.count, cells[last].width == 0 { last += 1 }
        return Run(row: row, column: first, cells: Array(cells[first..<last]))
    }
}

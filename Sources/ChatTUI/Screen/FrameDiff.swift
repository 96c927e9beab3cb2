/// What changed between two frames, for a driver that writes only that.
package enum FrameDiff {
    /// Unchanged cells between two changes that are written again rather than jumped over: moving
    /// the cursor costs about as many bytes.
    private static let joinedGap = 4
    /// Rows that are written in one pass: as many take less time than a second pass does.
    private static let rowsAtOnce = 8

    /// Cells side by side that changed.
    package struct Run: Hashable, Sendable {
        package var row: Int
        package var column: Int
        /// Begins with a whole cluster and ends with one.
        package var cells: [Cell]
    }

    /// The runs that turn one frame into another, from the top, each row from the left.
    ///
    /// - Parameters:
    ///   - old: what is on the screen; `nil` when that is unknown.
    ///   - new: what is to be there.
    /// - Returns: every row whole if the sizes differ or `old` is `nil`.
    /// - Complexity: O(cells) of the rows that were drawn anew.
    package static func runs(from old: Frame?, to new: Frame) -> [Run] {
        runs(from: old, to: new, in: rows(from: old, to: new))
    }

    /// The rows that may differ between two frames, from the top.
    ///
    /// - Parameters:
    ///   - old: what is on the screen; `nil` when that is unknown.
    ///   - new: what is to be there.
    /// - Returns: every row if the sizes differ or `old` is `nil`.
    private static func rows(from old: Frame?, to new: Frame) -> [Int] {
        guard let old, old.size == new.size else { return Array(0..<new.size.rows) }
        return new.rowsDiffering(from: old)
    }

    /// The rows that may differ between two frames, in the passes in which they are written.
    ///
    /// Where there are many, the row that is written in comes before the others: a key is seen
    /// before the messages that came with it are drawn.
    ///
    /// - Parameters:
    ///   - old: what is on the screen; `nil` when that is unknown, and all is one pass.
    ///   - new: what is to be there.
    /// - Returns: one pass or two, none of them twice.
    package static func passes(from old: Frame?, to new: Frame) -> [[Int]] {
        let rows = rows(from: old, to: new)
        guard let old, old.size == new.size, rows.count > rowsAtOnce,
            let typed = new.cursor?.row, rows.contains(typed)
        else { return [rows] }
        return [[typed], rows.filter { $0 != typed }]
    }

    /// The runs that turn some rows of one frame into those of another.
    ///
    /// - Parameters:
    ///   - old: what is on the screen; `nil` when that is unknown.
    ///   - new: what is to be there.
    ///   - rows: which of them, in the order that is wanted.
    /// - Returns: these rows whole if the sizes differ or `old` is `nil`.
    package static func runs(from old: Frame?, to new: Frame, in rows: [Int]) -> [Run] {
        guard let old, old.size == new.size else {
            return rows.map { Run(row: $0, column: 0, cells: new.row($0)) }
        }
        var runs: [Run] = []
        for row in rows { append(to: &runs, row: row, old: old, new: new) }
        return runs
    }

    private static func append(
        to runs: inout [Run],
        row: Int,
        old: Frame,
        new: Frame
    ) {
        let (before, after) = (old.row(row), new.row(row))
        var start: Int?
        var end = 0
        for column in after.indices where !isSame(before[column], old, after[column], new) {
            if let begun = start, column > end + joinedGap {
                runs.append(run(row: row, cells: after, from: begun, to: end))
                start = nil
            }
            if start == nil { start = column }
            end = column + 1
        }
        if let start { runs.append(run(row: row, cells: after, from: start, to: end)) }
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

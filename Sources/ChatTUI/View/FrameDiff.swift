/// What changed between two frames, for a driver that writes only that.
package enum FrameDiff {
    /// Unchanged cells between two changes that are written again rather than jumped over: moving
    /// the cursor costs about as many bytes.
    private static let joinedGap = 4

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
    /// - Complexity: O(cells).
    package static func runs(from old: Frame?, to new: Frame) -> [Run] {
        guard let old, old.size == new.size else {
            return (0..<new.size.rows).map { Run(row: $0, column: 0, cells: Array(new.row($0))) }
        }
        var runs: [Run] = []
        for row in 0..<new.size.rows {
            append(to: &runs, row: row, old: old, new: new)
        }
        return runs
    }

    private static func append(
        to runs: inout [Run],
        row: Int,
        old: Frame,
        new: Frame
    ) {
        // Looked at where they are: most cells are the same, and copies of them cost most.
        let first = row * new.size.columns
        let (before, after) = (old.cells.span, new.cells.span)
        var start: Int?
        var end = 0
        for offset in 0..<new.size.columns
        where before[first + offset] != after[first + offset]
            || after[first + offset].style.link != nil
        {
            let isSame = isSame(before[first + offset], old, after[first + offset], new)
            guard !isSame else { continue }
            if let begun = start, offset > end + joinedGap {
                runs.append(run(row: row, cells: new.row(row), from: begun, to: end))
                start = nil
            }
            if start == nil { start = offset }
            end = offset + 1
        }
        if let start { runs.append(run(row: row, cells: new.row(row), from: start, to: end)) }
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
    private static func run(row: Int, cells: ArraySlice<Cell>, from: Int, to: Int) -> Run {
        var first = cells.startIndex + from
        var last = cells.startIndex + to
        while first > cells.startIndex, cells[first].width == 0 { first -= 1 }
        while last < cells.endIndex, cells[last].width == 0 { last += 1 }
        return Run(row: row, column: first - cells.startIndex, cells: Array(cells[first..<last]))
    }
}

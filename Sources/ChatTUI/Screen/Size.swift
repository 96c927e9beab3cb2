/// A terminal's size in cells.
package struct Size: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    /// Makes a size.
    ///
    /// - Parameters:
    ///   - columns: 1 or more.
    ///   - rows: 1 or more.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

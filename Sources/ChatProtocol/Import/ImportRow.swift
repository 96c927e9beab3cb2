/// An event as another log, or another program, tells of it.
package struct ImportRow: Hashable, Sendable {
    /// Its number where it comes from, by which later rows name it; `nil` when it has none.
    package var seq: Int64?
    package var at: Timestamp
    package var user: MemberName
    /// Its targets are numbers of where it comes from.
    package var content: DurableEvent.Content

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - seq: its number where it comes from.
    ///   - at: when it happened.
    package init(
        seq: Int64? = nil,
        at: Timestamp,
        user: MemberName,
        content: DurableEvent.Content
    ) {
        self.seq = seq
        self.at = at
        self.user = user
        self.content = content
    }
}

/// A row of an import with the line it began on, or why there is none.
package struct ImportLine: Hashable, Sendable {
    /// The number of its first line, from 1, and of its last one.
    package let line: Int
    package let lastLine: Int
    package let row: Result<ImportRow, DecodingFailure>

    /// Makes a line.
    ///
    /// - Parameters:
    ///   - line: from 1.
    ///   - lastLine: not before `line`; `nil` for a row of one line.
    package init(line: Int, lastLine: Int? = nil, row: Result<ImportRow, DecodingFailure>) {
        self.line = line
        self.lastLine = lastLine ?? line
        self.row = row
    }
}

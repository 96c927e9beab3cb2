/// Looking lines up, and keeping them over restarts.
extension LineHistory {
    /// A line by its place.
    ///
    /// - Parameter place: 0 is the newest.
    /// - Returns: `nil` if there is none.
    func line(_ place: Int) -> String? {
        lines.indices.contains(lines.count - 1 - place) ? lines[lines.count - 1 - place] : nil
    }

    /// Finds a line.
    ///
    /// - Parameters:
    ///   - text: what it has in it, in any case.
    ///   - place: where to begin; `nil` begins at the newest.
    ///   - staying: whether the line at `place` itself will do.
    /// - Returns: its place; `nil` if there is none.
    func find(_ text: String, from place: Int?, older: Bool, staying: Bool) -> Int? {
        let wanted = text.lowercased()
        let step = older ? 1 : -1
        var next = place.map { staying ? $0 : $0 + step } ?? (older ? 0 : lines.count - 1)
        while let line = line(next), next >= 0 {
            if line.lowercased().firstRange(of: wanted) != nil { return next }
            next += step
        }
        return nil
    }

    /// The last word of a line.
    ///
    /// - Parameter place: 0 is the newest line.
    /// - Returns: `nil` if there is no such line.
    func lastWord(_ place: Int) -> String? {
        line(place).map { line in
            line.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
        }
    }

    /// Puts the lines of an earlier run before those of this one.
    ///
    /// - Parameter kept: the oldest first; what is too much is left out.
    mutating func restore(_ kept: [String]) {
        lines = Array(
            (kept.filter { $0.utf8.count <= LineEditor.byteLimit } + lines).suffix(Self.limit)
        )
    }
}

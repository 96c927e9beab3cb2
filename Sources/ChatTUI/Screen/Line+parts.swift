extension Line {
    /// A text in the middle of a line across the whole width: `── text ──`.
    ///
    /// - Parameter text: safe for a terminal; cut in the middle if it is too long.
    /// - Returns: a line of exactly that width.
    static func rule(_ text: String, width: Int, style: Style) -> Line {
        var middle = Line(text, style)
        middle.truncate(to: max(1, width - 2), mark: Glyph.more)
        var line = Line()
        let room = width - middle.width - 2
        for _ in 0..<max(0, room / 2) { line.append(Glyph.horizontal, style) }
        if room >= 0 { line.append(" ", style) }
        line.append(middle)
        if room >= 0 { line.append(" ", style) }
        while line.width < width { line.append(Glyph.horizontal, style) }
        line.truncate(to: width)
        return line
    }

    /// A text with blanks on its left to a width.
    ///
    /// - Parameter text: safe for a terminal; cut off if it is too long.
    /// - Returns: a line of exactly that width.
    static func right(_ text: String, width: Int, style: Style) -> Line {
        var content = Line(text, style)
        // Names often differ at their ends.
        content.shorten(to: width, mark: Glyph.more)
        var line = Line()
        line.pad(to: max(0, width - content.width))
        line.append(content)
        return line
    }
}

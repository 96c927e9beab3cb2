extension Line {
    /// A line of a message with its marks and links.
    ///
    /// - Parameters:
    ///   - text: safe for a terminal, without line breaks.
    ///   - style: of what has no mark.
    ///   - hidesSigns: whether the marks themselves are left out.
    /// - Returns: the same characters in the looks that their marks give them.
    static func marked(_ text: String, _ style: Style, hidesSigns: Bool = false) -> Line {
        guard InlineMarks.mayBeIn(text) else { return Line(text, style) }
        let found = InlineMarks(text)
        var line = Line()
        var links = found.links[...]
        for (place, character) in found.characters.enumerated() {
            while let first = links.first, first.range.upperBound <= place { links.removeFirst() }
            if hidesSigns, found.marks[place].contains(.sign) { continue }
            var look = style.marked(found.marks[place])
            if let link = links.first, link.range.contains(place) {
                look.link = line.number(of: link.target)
            }
            line.append(character, look)
        }
        return line
    }
}

extension Style {
    /// How a character with marks looks.
    ///
    /// - Returns: this style with what the marks add.
    func marked(_ mark: Mark) -> Style {
        guard !mark.isEmpty else { return self }
        var style = self
        if mark.contains(.strong) { style.bold = true }
        if mark.contains(.emphasis) { style.italic = true }
        if mark.contains(.strike) { style.strike = true }
        if mark.contains(.code) { style.foreground = Palette.code }
        if mark.contains(.sign) { style.dim = true }
        if mark.contains(.link) {
            style.foreground = Palette.link
            style.underline = true
        }
        return style
    }
}

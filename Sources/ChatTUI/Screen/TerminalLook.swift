/// How a terminal shows cells: with its colours, and in ASCII where it has no more.
struct TerminalLook: Hashable, Sendable {
    let capabilities: Capabilities
    /// Whether the terminal said that its ground is light.
    let isGroundLight: Bool

    /// Keeps to what the terminal can show.
    func adapt(_ cells: inout [Cell]) {
        resolveColors(of: &cells)
        guard !capabilities.unicode else { return }
        for index in cells.indices where !cells[index].text.utf8.allSatisfy({ $0 < 0x80 }) {
            cells[index].text = Glyph.ascii(cells[index].text)
        }
        // Both halves of a wide cluster are cells now.
        for index in cells.indices where cells[index].width != 1 {
            cells[index] = Cell(text: "?", width: 1, style: cells[index].style)
        }
    }

    private func resolveColors(of cells: inout [Cell]) {
        // One colour after the other is the same: most cells of a name or a row share theirs.
        var known: [Color: Color?] = [:]
        for index in cells.indices where cells[index].style.hasColor {
            cells[index].style.resolve { color in
                if let found = known[color] { return found }
                let shown = capabilities.theme.shown(
                    color,
                    depth: capabilities.colors,
                    isGroundLight: isGroundLight
                )
                known[color] = shown
                return shown
            }
        }
    }
}

extension Style {
    /// Whether there is a colour that is not the terminal's own.
    fileprivate var hasColor: Bool { foreground != nil || background != nil }

    /// Puts the terminal's colours in the place of those of the picture.
    fileprivate mutating func resolve(_ shown: (Color) -> Color?) {
        foreground = foreground.flatMap(shown)
        background = background.flatMap(shown)
    }
}

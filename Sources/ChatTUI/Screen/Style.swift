/// How a cell looks, besides its text.
///
/// What is said by a colour is always said without one too.
package struct Style: Hashable, Sendable {
    package var foreground: Color?
    package var background: Color?
    package var bold = false
    package var dim = false
    package var italic = false
    package var underline = false
    package var strike = false
    package var reverse = false
    /// Which of ``Frame/links`` the cell belongs to; `nil` is none.
    ///
    /// Two bytes, so that a frame stays small: a link beyond the 65,536th is drawn and is none.
    package var link: UInt16?

    /// The terminal's own look.
    package static let plain = Style()
    package static let bold = Style(bold: true)
    package static let dim = Style(dim: true)
    package static let reverse = Style(reverse: true)

    /// Makes a style.
    ///
    /// - Parameters:
    ///   - foreground: the text's colour; `nil` is the terminal's own.
    ///   - background: the colour behind it; `nil` is the terminal's own.
    package init(
        foreground: Color? = nil,
        background: Color? = nil,
        bold: Bool = false,
        dim: Bool = false,
        italic: Bool = false,
        underline: Bool = false,
        strike: Bool = false,
        reverse: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.bold = bold
        self.dim = dim
        self.italic = italic
        self.underline = underline
        self.strike = strike
        self.reverse = reverse
    }
}

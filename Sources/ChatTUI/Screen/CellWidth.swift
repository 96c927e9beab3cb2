/// How many cells a grapheme cluster takes on a terminal.
package enum CellWidth {
    /// The most cells of one cluster: what terminals give the widest glyph.
    package static let limit = 2

    /// The width of a grapheme cluster.
    ///
    /// - Returns: 0, 1 or 2 cells. 0: it has no glyph of its own (a control, a lone combining
    ///   mark).
    package static func of(_ character: Character) -> Int {
        if let ascii = character.asciiValue { return ascii >= 0x20 && ascii < 0x7f ? 1 : 0 }
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        var width = 0
        for scalar in scalars {
            // VS16 asks for the emoji glyph, which is two cells wide whatever the scalar alone is.
            if scalar.value == 0xfe0f, first.properties.isEmoji { return limit }
            width += of(scalar)
            if width >= limit { return limit }
        }
        return width
    }

    /// The width of a text in one row, line breaks counting nothing.
    package static func of(_ text: some StringProtocol) -> Int {
        // Of printable ASCII each byte is a cluster of one cell.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The width of a scalar that stands alone.
    ///
    /// - Returns: 0, 1 or 2 cells.
    static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value >= 0x20 && value < 0x7f || value >= 0xa0 ? 1 : 0 }
        // Cyrillic, kana, Han and Hangul letters need no look at what is known of each.
        if value >= 0x400 && value < 0x482 { return 1 }
        if isWideLetter(value) { return 2 }
        if hasNoWidth(scalar) { return 0 }
        return WideScalars.contains(value) ? 2 : 1
    }

    private static func isWideLetter(_ value: UInt32) -> Bool {
        (0x3041..<0x3097).contains(value) || (0x4e00..<0xa000).contains(value)
            || (0xac00..<0xd7a4).contains(value)
    }

    /// Combining marks, format characters, and the vowels and finals of a Hangul syllable that its
    /// first letter makes room for.
    private static func hasNoWidth(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if (0x1160...0x11ff).contains(value) || (0xd7b0...0xd7ff).contains(value) { return true }
        let properties = scalar.properties
        // The half-width Katakana sound marks extend a cluster and still have a cell of their own.
        if properties.isGraphemeExtend { return value != 0xff9e && value != 0xff9f }
        switch properties.generalCategory {
        case .format, .control, .lineSeparator, .paragraphSeparator, .surrogate: return true
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }
}

/// Whether a text shows as anything at all.
///
/// White space, what only shapes or hides its neighbours, marks without a letter to stand on, and
/// letters that are made to show as nothing are all a person would see of an empty text.
package enum VisibleText {
    /// Tells whether something of a text can be seen.
    ///
    /// A text that begins with a letter of ASCII, as most do, needs no look at its characters.
    ///
    /// - Returns: false also for the empty one.
    package static func isIn(_ text: String) -> Bool {
        if let first = text.utf8.first, (0x21...0x7e).contains(first) { return true }
        return text.unicodeScalars.contains(where: isVisible)
    }

    /// What is kept of words that may be left out: a topic, a label, a reason.
    ///
    /// - Returns: the text; the empty one where nothing of it can be seen.
    package static func words(of text: String) -> String { isIn(text) ? text : "" }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        guard !isBlank(scalar.value), !scalar.properties.isWhitespace else { return false }
        switch ScalarClass(scalar) {
        case .newline, .carriageReturn, .tab, .dropped, .mark, .joiner, .selector: return false
        // A control is pictured.
        case .control, .modifier, .base: return true
        }
    }

    /// Scalars with a width and nothing in it: the Hangul fillers, the blank of Braille, the blank
    /// hieroglyphs, the null of musical notes.
    ///
    /// Source: Unicode Character Database, names and DerivedCoreProperties.txt.
    private static func isBlank(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0, 0x13441, 0x13442, 0x16fe4, 0x1d159: true
        default: false
        }
    }
}

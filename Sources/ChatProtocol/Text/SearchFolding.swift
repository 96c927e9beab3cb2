@_spi(_Unicode) import Swift

/// A text as a search compares it: without case and accents, and spelled in one way.
package enum SearchFolding {
    /// Combining Diacritical Marks: the accents of Latin, Greek and Cyrillic letters.
    ///
    /// Those of other scripts make other letters.
    private static let accents: ClosedRange<UInt32> = 0x300...0x36f
    /// Marks in a row that count: no language has more, and to put them in order takes as long as
    /// the square of their number.
    ///
    /// Source: Unicode Standard Annex #15, section 13.
    private static let marksInRow = 30

    /// Folds a text; in time that grows as its length.
    ///
    /// - Returns: composed (NFC) small letters; the same for two texts that differ in nothing else.
    package static func folded(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text.lowercased() }
        var bare = String.UnicodeScalarView()
        for scalar in bounded(text)._nfd where !accents.contains(scalar.value) {
            bare.append(scalar)
        }
        // Upper case first: it alone joins ß with ss and ς with σ.
        let small = String(bare).uppercased().lowercased()
        var folded = String.UnicodeScalarView()
        for scalar in small._nfc {
            if let plain = plain(scalar.value) {
                folded.append(contentsOf: plain.unicodeScalars)
            } else {
                folded.append(scalar)
            }
        }
        return String(folded)
    }

    /// A text without the marks that are too many in a row.
    private static func bounded(_ text: String) -> String {
        var bounded = String.UnicodeScalarView()
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar.properties) ? marks + 1 : 0
            if marks <= marksInRow { bounded.append(scalar) }
        }
        return String(bounded)
    }

    /// Whether a scalar, or what it is taken apart into, is put in order with its neighbours.
    private static func isMark(_ scalar: Unicode.Scalar.Properties) -> Bool {
        scalar.canonicalCombiningClass != .notReordered || scalar.generalCategory == .nonspacingMark
    }

    /// Small letters that have no accent to take away, and ligatures: as many would type them.
    private static func plain(_ scalar: UInt32) -> String? {
        switch scalar {
        case 0x142: "l"
        case 0xf8: "o"
        // Of the capital letter, whose small one has no capital.
        case 0xdf: "ss"
        case 0xe6: "ae"
        case 0x153: "oe"
        case 0x111, 0xf0: "d"
        case 0xfe: "th"
        case 0x127: "h"
        case 0x133: "ij"
        default: nil
        }
    }
}

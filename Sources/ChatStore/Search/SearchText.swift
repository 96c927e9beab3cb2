import ChatProtocol

/// A text as it is put into the index, and as it is asked for there.
///
/// What is one word to a reader is made one here.
enum SearchText {
    /// The text for the index: folded; points and vowel signs that may be left out are left out,
    /// and where a script writes no spaces between its words, and around emoji, each character
    /// stands alone.
    ///
    /// So a word of any length is found inside of a sentence, as characters side by side. No
    /// scalar becomes a quote: a search is taken apart at quotes before.
    ///
    /// - Returns: the same for the same text, always: what is taken out of the index must be what
    ///   was put in.
    static func indexed(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 || $0 == 0 }) else { return text }
        var indexed = String.UnicodeScalarView()
        for scalar in SearchFolding.folded(text).unicodeScalars {
            if let narrow = narrow(scalar.value) {
                indexed.append(narrow)
            } else if isLeftOut(scalar.value) {
                continue
            } else if NULEscape.escapes(scalar) || !scalar.isASCII && !isInWord(scalar) {
                // What is stored for it would be a part of the word; and SQLite goes by an older
                // Unicode, in which some signs and marks of direction are parts of words.
                indexed.append(" ")
            } else if standsAlone(scalar.value) {
                indexed.append(contentsOf: [" ", scalar, " "])
            } else {
                indexed.append(scalar)
            }
        }
        return String(indexed)
    }

    /// The words of a text, each behind a code: in a list, those of one code stand together.
    ///
    /// - Parameter text: one of ``indexed(_:)``.
    /// - Returns: nothing but words; the same for the same text, also where the compiler's Unicode
    ///   is newer than 14, since each newer scalar is a part of a word.
    static func coded(_ text: String, behind code: String) -> String {
        var coded = String.UnicodeScalarView()
        var isInside = false
        for scalar in text.unicodeScalars {
            guard isInside ? isInWord(scalar) : beginsWord(scalar) else {
                isInside = false
                continue
            }
            if !isInside {
                if !coded.isEmpty { coded.append(" ") }
                coded.append(contentsOf: code.unicodeScalars)
                isInside = true
            }
            coded.append(scalar)
        }
        return String(coded)
    }

    /// The usual form of a full-width letter, digit or sign of ASCII but of the quotation mark.
    private static func narrow(_ scalar: UInt32) -> Unicode.Scalar? {
        guard (0xff01...0xff5e).contains(scalar), scalar != 0xff02 else { return nil }
        return Unicode.Scalar(scalar - 0xfee0)
    }

    /// Hebrew points and accents, Arabic vowel signs and the tatweel, variation selectors, and what
    /// only shapes its neighbours.
    ///
    /// Source: Unicode's Blocks.txt and DerivedGeneralCategory.txt.
    private static func isLeftOut(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0591...0x05bd, 0x05bf, 0x05c1...0x05c2, 0x05c4...0x05c5, 0x05c7,
            0x0610...0x061a, 0x0640, 0x064b...0x065f, 0x0670, 0x06d6...0x06dc, 0x06df...0x06e4,
            0x06e7...0x06e8, 0x06ea...0x06ed, 0x00ad, 0x200b...0x200d, 0x2060, 0xfeff,
            0xfe00...0xfe0f, 0xe0100...0xe01ef:
            true
        default: false
        }
    }

    /// Han, kana, Hangul, Thai, Lao, Burmese, Khmer, symbols, emoji.
    ///
    /// Source: Unicode's Blocks.txt.
    private static func standsAlone(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff, 0x2600...0x27bf,
            0x2e80...0x2fdf, 0x3005...0x3007, 0x3040...0x30ff, 0x3100...0x312f,
            0x31a0...0x31bf, 0x31f0...0x31ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
            0xac00...0xd7a3, 0xf900...0xfaff, 0xff66...0xff9f, 0x1f000...0x1faff,
            0x20000...0x3ffff:
            true
        default: false
        }
    }

    /// Whether a scalar belongs to a word, as the index sees it.
    ///
    /// - Parameter scalar: of an ``indexed(_:)`` text.
    /// - Returns: false for what parts words.
    static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: beginsWord(scalar)
        }
    }

    /// Whether a scalar alone is a word.
    ///
    /// It is so for SQLite 3.40 too, whatever Unicode the compiler knows: what it took for a part
    /// of a word, and SQLite for a gap, would leave words in the index that stand behind no code.
    ///
    /// - Returns: false for marks too: a search for one would find nothing.
    static func beginsWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
            .otherLetter, .decimalNumber, .letterNumber, .otherNumber, .otherSymbol, .privateUse:
            scalar.value != 0x166d
        default: !scalar.isASCII && isLater(scalar)
        }
    }

    /// Whether Unicode 14 does not have a scalar: SQLite 3.40 takes it for a part of a word.
    private static func isLater(_ scalar: Unicode.Scalar) -> Bool {
        guard let age = scalar.properties.age else { return true }
        return age.major > 14
    }
}

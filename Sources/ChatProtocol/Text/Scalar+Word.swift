extension Unicode.Scalar {
    /// Whether a name next to it would be a part of a longer word.
    package var isInWord: Bool {
        if let byte = UInt8(exactly: value), byte < 0x80 {
            return byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
        }
        return !isOfScriptWithoutBlanks && (properties.isAlphabetic || isMark)
    }

    /// Whether it can stand inside of an address, rather than end it.
    package var isInAddress: Bool {
        isASCII ? value > 0x20 && self != "\"" && self != "<" && self != ">" : isInWord
    }

    /// A mark changes the letter before it.
    private var isMark: Bool {
        let category = properties.generalCategory
        return category == .nonspacingMark && !properties.isVariationSelector
    }

    /// Whether it is of a script that sets words, or what is hung onto a name, without a blank.
    ///
    /// Source: UAX #14, classes SA, ID, CJ, JL, JV, JT, H2 and H3; Unicode blocks.
    private var isOfScriptWithoutBlanks: Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x19E0...0x19FF,
            0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFE30...0xFE4F,
            0xFF00...0xFFEF, 0x1AFF0...0x1B16F, 0x1F200...0x1F2FF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}

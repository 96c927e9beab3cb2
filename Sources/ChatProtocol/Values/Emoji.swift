@_spi(_Unicode) import Swift

/// What a member puts on a message: an emoji, or a short text in its place (`+1`).
///
/// A name between colons is for a client to look up: two clients would show `:smile:` and 😄 as two.
/// What Unicode holds for one emoji is one here, in whichever of its forms it was sent.
package struct Emoji: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of UTF-8: the longest emoji in use has 35.
    package static let byteLimit = 64

    package let description: String

    /// Checks an emoji.
    ///
    /// - Throws: what is wrong with it: it is empty or too long, shows as nothing, or has white
    ///   space, a control, a mark without a base, or is a `:name:`.
    package init(_ text: String) throws(NameError) {
        guard !text.isEmpty else { throw .empty }
        try Self.checkLength(text)
        // The form that is kept is looked at: it may be longer, or have another character beside
        // one that was not there before.
        let text = Self.unified(text)
        try Self.checkLength(text)
        if text.utf8.count > 1, text.utf8.first == UInt8(ascii: ":"),
            text.utf8.last == UInt8(ascii: ":")
        {
            throw .badCharacter(":")
        }
        let scalars = text.unicodeScalars
        if let space = scalars.first(where: \.properties.isWhitespace) {
            throw .badCharacter(space)
        }
        guard VisibleText.isIn(text) else { throw .badCharacter(scalars.first ?? "\u{FFFD}") }
        let safe = SafeText(text).description.unicodeScalars
        guard scalars.elementsEqual(safe) else {
            let place = zip(scalars, safe).first { $0 != $1 }?.0
            throw .badCharacter(place ?? scalars.last ?? "\u{FFFD}")
        }
        description = text
    }

    /// The one form of an emoji of the log, where it may be older than the rule of one form.
    ///
    /// - Returns: what is no emoji as it is.
    package static func oneForm(of kept: String) -> String {
        // Why it is none is of no use where it was taken long ago.
        (try? Emoji(kept))?.description ?? kept
    }

    private static func checkLength(_ text: String) throws(NameError) {
        guard text.utf8.count <= byteLimit else {
            throw .tooLong(count: text.utf8.count, limit: byteLimit)
        }
    }

    // MARK: - One form

    private static let emojiStyle: Unicode.Scalar = "\u{FE0F}"
    private static let textStyle: Unicode.Scalar = "\u{FE0E}"
    private static let keycap: Unicode.Scalar = "\u{20E3}"

    /// The form in which an emoji is fully qualified, and a letter is composed (NFC).
    ///
    /// Source: Unicode Technical Standard 51, section 2.2, ED-18a; emoji-variation-sequences.txt.
    private static func unified(_ text: String) -> String {
        var composed: [Unicode.Scalar] = []
        // The standard library has it, and no public name for it yet.
        for scalar in text._nfc where scalar != emojiStyle && scalar != textStyle {
            composed.append(scalar)
        }
        var unified = String.UnicodeScalarView()
        for (index, scalar) in composed.enumerated() {
            unified.append(scalar)
            let next = index + 1 < composed.count ? composed[index + 1] : nil
            if needsStyle(scalar, before: next) { unified.append(emojiStyle) }
        }
        return String(unified)
    }

    /// Whether a scalar shows as text unless it is told otherwise.
    private static func needsStyle(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
        // Digits and the like are emoji under a keycap alone.
        guard scalar.value > 0x7f else { return next == keycap }
        let properties = scalar.properties
        guard properties.isEmoji, !properties.isEmojiPresentation else { return false }
        return next?.properties.isEmojiModifier != true
    }
}

/// A member's name, or another word, to be found in what was said.
///
/// A word stands alone, or among signs alone: `tom:`, `(tom)`, `[tom]:`, `tom-` and `anna’s` call.
/// A longer name does not: with a letter, a digit or `_` next to it, or behind the signs that names
/// may have (``MemberName``), it is another's: `tom_`, `old|tom`, `tom-lena`, `[tom]x`. Scripts
/// that put no blanks between words end a word: `annaさん` calls. Nothing inside an address calls.
package struct Mention: Sendable, Hashable {
    /// In small letters.
    private let word: [UInt8]

    /// Makes what finds a member.
    ///
    /// - Parameter member: whose name is sought, without regard to case.
    package init(of member: MemberName) {
        self.init(of: member.folded)
    }

    /// Makes what finds a word.
    ///
    /// - Parameter word: sought without regard to the case of ASCII; an empty one is never found.
    package init(of word: String) {
        self.word = word.utf8.map(\.lowercasedASCII)
    }

    /// Whether a text mentions the member, or has the word.
    ///
    /// - Parameter text: any text from anyone.
    /// - Returns: true if it does.
    /// - Complexity: O(bytes of the text).
    package func isIn(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = word.first, bytes.count >= word.count else { return false }
        var token = TextToken(around: 0..<0, in: bytes)
        // A name may be signs alone, which then stands again and again in one run of them: the run
        // is gone over once, and so is what it says.
        var (run, isAlone) = (0..<0, false)
        for start in 0...(bytes.count - word.count) where bytes[start].lowercasedASCII == first {
            let place = start..<(start + word.count)
            guard zip(bytes[place], word).allSatisfy({ $0.lowercasedASCII == $1 }) else { continue }
            if place.clamped(to: run) != place {
                run = Self.run(around: place, in: bytes)
                isAlone = Self.isAlone(run, in: bytes)
            }
            guard isAlone else { continue }
            if place.lowerBound >= token.end { token = TextToken(around: place, in: bytes) }
            if !token.isAddress { return true }
        }
        return false
    }

    /// A word with the signs around it.
    private static func run(around place: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        var start = place.lowerBound
        var end = place.upperBound
        while start > 0, isSign(bytes[start - 1]) { start -= 1 }
        while end < bytes.count, isSign(bytes[end]) { end += 1 }
        return start..<end
    }

    /// Whether what stands around a word and its signs leaves it one, and no part of a mail
    /// address.
    private static func isAlone(_ run: Range<Int>, in bytes: [UInt8]) -> Bool {
        let before = UnicodeScalarReader.last(of: bytes[..<run.lowerBound])
        let after = UnicodeScalarReader.first(of: bytes[run.upperBound...])
        if before?.isInWord ?? false || after?.isInWord ?? false { return false }
        let isHost =
            before == "@"
            && isInWord(UnicodeScalarReader.last(of: bytes[..<(run.lowerBound - 1)]))
        let isUser =
            after == "@"
            && isInWord(UnicodeScalarReader.first(of: bytes[(run.upperBound + 1)...]))
        return !isHost && !isUser
    }

    private static func isInWord(_ scalar: Unicode.Scalar?) -> Bool { scalar?.isInWord ?? false }

    /// The signs that a name may have, and a sentence too.
    private static func isSign(_ byte: UInt8) -> Bool { signs.contains(byte) }

    private static let signs = ASCIISet(#".|^{}[]\`-"#)
}

/// What stands without a blank around a place in a text.
private struct TextToken {
    /// Where it ends, in bytes.
    let end: Int
    /// Whether it is the address of a page or the path of a file.
    let isAddress: Bool

    /// Finds the token around a place.
    ///
    /// - Parameters:
    ///   - place: in the text.
    ///   - bytes: the text's.
    init(around place: Range<Int>, in bytes: [UInt8]) {
        var start = place.lowerBound
        var end = place.upperBound
        while start > 0, let scalar = UnicodeScalarReader.last(of: bytes[..<start]),
            scalar.isInAddress
        {
            start -= scalar.utf8Length
        }
        while end < bytes.count, let scalar = UnicodeScalarReader.first(of: bytes[end...]),
            scalar.isInAddress
        {
            end += scalar.utf8Length
        }
        self.end = end
        let token = String(decoding: bytes[start..<end], as: UTF8.self)
        let path = token.drop { "([{'`".contains($0) }
        isAddress =
            token.firstRange(of: "://") != nil
            || ["/", "~/", "./", "../", "www."].contains { path.hasPrefix($0) }
    }
}

/// Reads scalars of valid UTF-8.
private enum UnicodeScalarReader {
    static func first(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let lead = bytes.first else { return nil }
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        return String(decoding: bytes.prefix(length), as: UTF8.self).unicodeScalars.first
    }

    static func last(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let start = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return nil }
        return first(of: bytes[start...])
    }
}

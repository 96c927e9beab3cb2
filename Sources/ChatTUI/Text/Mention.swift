import ChatProtocol

/// Finding a member's name, or another word, in what was said.
enum Mention {
    /// Whether a text has a name in it as a word of its own, in any case.
    ///
    /// - Parameters:
    ///   - text: what was said.
    ///   - name: whose name to look for.
    /// - Returns: `true` if it has.
    /// - Complexity: O(bytes of the text).
    static func isIn(_ text: String, of name: MemberName) -> Bool { isIn(text, of: name.folded) }

    /// Whether a text has a word in it, in any case of ASCII.
    ///
    /// - Parameters:
    ///   - text: what was said.
    ///   - word: in small letters.
    /// - Returns: `true` if it has; never for an empty word.
    /// - Complexity: O(bytes of the text).
    static func isIn(_ text: String, of word: String) -> Bool {
        let bytes = Array(text.utf8)
        let wanted = Array(word.utf8)
        guard let first = wanted.first, bytes.count >= wanted.count else { return false }
        for start in 0...(bytes.count - wanted.count) where bytes[start].lowercasedASCII == first {
            let end = start + wanted.count
            guard start == 0 || !isNamePart(bytes[start - 1]),
                end == bytes.count || !isNamePart(bytes[end]),
                zip(bytes[start..<end], wanted).allSatisfy({ $0.lowercasedASCII == $1 })
            else { continue }
            return true
        }
        return false
    }

    /// Whether a byte would make the name a part of a longer word.
    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte >= 0x80
    }
}

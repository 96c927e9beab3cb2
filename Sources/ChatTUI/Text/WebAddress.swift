import ChatProtocol
import Serialization

/// Web addresses in what people wrote: `http` and `https` alone.
enum WebAddress {
    /// Bytes of an address that a terminal is told; a longer one is text.
    ///
    /// Source: the terminals' common text on OSC 8, section "Length limits".
    static let limit = 2_083

    private static let schemes: [[Character]] = [Array("https"), Array("http")]
    /// What ends a sentence rather than an address.
    private static let trailing: Set<Character> = [
        ".", ",", ";", ":", "!", "?", "'", "*", "_", "~",
    ]
    private static let breaking: Set<Character> = ["|", "`"]

    /// Where an address stands.
    ///
    /// - Parameters:
    ///   - characters: of one line.
    ///   - colon: the place of a colon, which is perhaps the one behind the scheme.
    /// - Returns: `nil` if there is none around it.
    static func range(in characters: [Character], around colon: Int) -> Range<Int>? {
        let start = colon + 3
        guard start < characters.count, characters[colon + 1] == "/", characters[colon + 2] == "/",
            let scheme = schemes.first(where: { ends(in: characters, at: colon, with: $0) })
        else { return nil }
        let begin = colon - scheme.count
        if begin > 0, isPartOfWord(characters[begin - 1]) { return nil }
        // A host in such a script begins with it; behind other hosts it is what is said next.
        var isHost = characters[start].isLetter && !characters[start].isASCII
        let rest = characters[start...].prefix { character in
            if character == "/" { isHost = false }
            return isInside(character) || isHost && character.isLetter
        }
        let end = trimmed(characters, from: start, to: rest.endIndex)
        return end > start ? begin..<end : nil
    }

    /// An address as a terminal may be given it.
    ///
    /// - Parameter characters: of the address.
    /// - Returns: printable ASCII, other bytes percent-encoded; `nil` if it is too long.
    static func target(_ characters: ArraySlice<Character>) -> String? {
        let target = PercentText.encoded(String(characters)) { $0 > 0x20 && $0 < 0x7f }
        return target.utf8.count <= limit ? target : nil
    }

    /// Whether a character can stand in an address: a blank, a quote, and a sign or a letter of a
    /// script that puts no blanks between words end it.
    private static func isInside(_ character: Character) -> Bool {
        !breaking.contains(character) && character.unicodeScalars.first?.isInAddress ?? false
    }

    /// Whether a character makes a longer word of the scheme behind it: a letter of a script that
    /// puts no blanks between words does not.
    private static func isPartOfWord(_ character: Character) -> Bool {
        (character.isLetter || character.isNumber) && isInside(character)
    }

    private static func ends(
        in characters: [Character],
        at end: Int,
        with word: [Character]
    ) -> Bool {
        guard end >= word.count else { return false }
        return zip(characters[end - word.count..<end], word).allSatisfy { character, wanted in
            character == wanted || character.lowercased() == String(wanted)
        }
    }

    /// The end without the sentence's own signs; a closing bracket stays if it was opened inside.
    private static func trimmed(_ characters: [Character], from start: Int, to end: Int) -> Int {
        var end = end
        var open = characters[start..<end].count { $0 == "(" || $0 == "[" }
        open -= characters[start..<end].count { $0 == ")" || $0 == "]" }
        while end > start {
            let last = characters[end - 1]
            if trailing.contains(last) {
                end -= 1
            } else if last == ")" || last == "]", open < 0 {
                end -= 1
                open += 1
            } else {
                break
            }
        }
        return end
    }
}

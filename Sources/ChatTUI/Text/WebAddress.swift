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
    /// What opens what a bracket closes.
    private static let opening: [Character: Character] = [")": "(", "]": "[", "}": "{"]
    private static let breaking: Set<Character> = ["|", "`"]

    /// Where an address stands.
    ///
    /// - Parameter colon: the place of a colon, which is perhaps the one behind the scheme.
    /// - Returns: `nil` if there is none around it.
    static func range(in characters: [Character], around colon: Int) -> Range<Int>? {
        let start = colon + 3
        guard start < characters.count, characters[colon + 1] == "/", characters[colon + 2] == "/",
            let scheme = schemes.first(where: { ends(in: characters, at: colon, with: $0) })
        else { return nil }
        let begin = colon - scheme.count
        if begin > 0, isPartOfWord(characters[begin - 1]) { return nil }
        let rest = characters[endOfHost(in: characters, from: start)...].prefix(while: isInside)
        let end = trimmed(characters, from: start, to: rest.endIndex)
        return end > start ? begin..<end : nil
    }

    /// Where the labels of a host end.
    ///
    /// One that begins in a script without blanks belongs to it where the host does so too, or a
    /// dot is behind it; else it is what is said next.
    private static func endOfHost(in characters: [Character], from start: Int) -> Int {
        let isOther = { (character: Character?) in character.map { !$0.isASCII } ?? false }
        var place = start
        while true {
            let label = characters[place...].prefix { $0.isLetter || $0.isNumber || $0 == "-" }
            let end = label.endIndex
            let hasMore = end < characters.count && characters[end] == "."
            let isWhole = isOther(label.first) && (hasMore || isOther(characters[start]))
            guard isWhole || label.allSatisfy(isInside) else { return place }
            guard hasMore else { return end }
            place = end + 1
        }
    }

    /// An address as a terminal may be given it.
    ///
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
        // Of each kind, how many more are opened than closed.
        var open: [Character: Int] = [:]
        for character in characters[start..<end] {
            if let kind = opening[character] {
                open[kind, default: 0] -= 1
            } else {
                open[character, default: 0] += 1
            }
        }
        while end > start {
            let last = characters[end - 1]
            if let kind = opening[last], open[kind, default: 0] < 0 {
                open[kind, default: 0] += 1
            } else if !trailing.contains(last) {
                break
            }
            end -= 1
        }
        return end
    }
}

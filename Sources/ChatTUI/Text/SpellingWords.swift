/// The words of a text that a dictionary can be asked about.
enum SpellingWords {
    /// Characters of a word that is asked about.
    static let wordLimit = 64

    /// Where they stand: letters, with apostrophes between them.
    ///
    /// What has digits or signs in it is left out with what stands beside it up to the next blank:
    /// addresses, names, paths, code.
    ///
    /// - Complexity: O(characters).
    static func places(in text: [Character]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex { $0.isWhitespace } ?? text.count
            places += words(in: text, start..<end)
            start = end + 1
        }
        return places
    }

    private static func words(in text: [Character], _ range: Range<Int>) -> [Range<Int>] {
        guard !text[range].contains(where: { $0.isNumber || "@#/:\\`_=<>{}[]".contains($0) }) else {
            // A name that is spoken to, and a sentence's colon, end a word.
            guard range.count > 1, text[range.upperBound - 1] == ":" else { return [] }
            return words(in: text, range.lowerBound..<range.upperBound - 1)
        }
        var found: [Range<Int>] = []
        var begun: Int?
        for place in range {
            let isInner = isApostrophe(text[place]) && begun != nil
            if text[place].isLetter || isInner {
                begun = begun ?? place
            } else if let start = begun {
                found.append(start..<place)
                begun = nil
            }
        }
        if let start = begun { found.append(start..<range.upperBound) }
        return found.compactMap { word in
            var end = word.upperBound
            while end > word.lowerBound, isApostrophe(text[end - 1]) { end -= 1 }
            let isWord = end - word.lowerBound > 1 && end - word.lowerBound <= wordLimit
            return isWord ? word.lowerBound..<end : nil
        }
    }

    private static func isApostrophe(_ character: Character) -> Bool { "'’".contains(character) }
}

import ChatProtocol

/// The rule of a ``Mention`` as plainly as it can be said: each place of a text is looked at by
/// itself, scalar by scalar.
struct PlainMention {
    private let word: [Unicode.Scalar]
    private let isASCII: Bool

    /// Makes what finds a word.
    ///
    /// - Parameter word: sought without regard to case; of one in ASCII, to the case of ASCII.
    init(of word: String) {
        isASCII = word.unicodeScalars.allSatisfy(\.isASCII)
        self.word = Array(String(decoding: CaseFolding.fold(word), as: UTF8.self).unicodeScalars)
    }

    /// Whether a text has the word.
    ///
    /// - Returns: true if it does.
    func isIn(_ text: String) -> Bool {
        let folded = isASCII ? text : String(decoding: CaseFolding.fold(text), as: UTF8.self)
        let scalars = Array(folded.unicodeScalars)
        guard !word.isEmpty, scalars.count >= word.count else { return false }
        var token = Token(around: 0..<0, in: scalars)
        for start in 0...(scalars.count - word.count) {
            let place = start..<(start + word.count)
            guard scalars[place].map(Self.folded) == word, Self.isAlone(place, in: scalars) else {
                continue
            }
            // What stands behind it in the same token is judged with it.
            if place.lowerBound >= token.end { token = Token(around: place, in: scalars) }
            if !token.isAddress { return true }
        }
        return false
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard scalar.isASCII else { return scalar }
        return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value).lowercasedASCII)
    }

    private static func isAlone(_ place: Range<Int>, in scalars: [Unicode.Scalar]) -> Bool {
        var start = place.lowerBound
        var end = place.upperBound
        while start > 0, signs.contains(scalars[start - 1]) { start -= 1 }
        while end < scalars.count, signs.contains(scalars[end]) { end += 1 }
        func isInWord(_ index: Int) -> Bool {
            scalars.indices.contains(index) && scalars[index].isInWord
        }
        func isAt(_ index: Int) -> Bool {
            scalars.indices.contains(index) && scalars[index] == "@"
        }
        return !isInWord(start - 1) && !isInWord(end)
            && !(isAt(start - 1) && isInWord(start - 2))
            && !(isAt(end) && isInWord(end + 1))
    }

    private static let signs = Set(#".|^{}[]\`-"#.unicodeScalars)

    /// What stands without a blank around a place.
    private struct Token {
        let end: Int
        let isAddress: Bool

        init(around place: Range<Int>, in scalars: [Unicode.Scalar]) {
            var start = place.lowerBound
            var end = place.upperBound
            while start > 0, scalars[start - 1].isInAddress { start -= 1 }
            while end < scalars.count, scalars[end].isInAddress { end += 1 }
            self.end = end
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[start..<end])
            let token = String(view)
            let path = token.drop { "([{'`".contains($0) }
            isAddress =
                token.firstRange(of: "://") != nil
                || ["/", "~/", "./", "../", "www."].contains { path.hasPrefix($0) }
        }
    }
}

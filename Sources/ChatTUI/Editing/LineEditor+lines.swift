/// Whole lines of the text.
extension LineEditor {
    /// The first place of the cursor's line that is no blank, or its start.
    var firstInLine: Int {
        characters[lineStart..<lineEnd].firstIndex { !$0.isWhitespace } ?? lineStart
    }

    /// The cursor's line and those below it, without the last one's line break.
    ///
    /// - Parameter count: how many of those below.
    /// - Returns: `nil` if there are not so many.
    func lines(down count: Int) -> Range<Int>? {
        var end = lineEnd
        for _ in 0..<count {
            guard end < characters.count else { return nil }
            end = characters[(end + 1)...].firstIndex(of: "\n") ?? characters.count
        }
        return lineStart..<end
    }

    /// Takes whole lines out with their line breaks; the last ones with that before them.
    ///
    /// - Parameter range: as ``lines(down:)`` has it.
    mutating func removeLines(_ range: Range<Int>) {
        let isLast = range.upperBound >= characters.count
        let start = isLast ? max(0, range.lowerBound - 1) : range.lowerBound
        let whole = start..<(isLast ? characters.count : range.upperBound + 1)
        if !whole.isEmpty { replace(whole, with: "") }
    }

    /// Puts whole lines below or above that of the cursor, and goes to the first of them.
    ///
    /// - Parameters:
    ///   - text: without a line break at its end.
    ///   - isBelow: whether below; into an empty text they are put alone.
    mutating func putLines(_ text: String, isBelow: Bool) {
        let end = lineEnd
        let place = isBelow && !isEmpty ? end + 1 : lineStart
        if isEmpty {
            replace(0..<0, with: text)
        } else if isBelow {
            replace(end..<end, with: "\n" + text)
        } else {
            replace(place..<place, with: text + "\n")
        }
        move(to: place)
        move(to: firstInLine)
    }

    /// Puts the next line behind that of the cursor, with a blank between words.
    mutating func joinNextLine() -> Bool {
        let end = lineEnd
        guard end < characters.count else { return false }
        let below = characters[(end + 1)...]
        let next = below.firstIndex { $0 == "\n" || !$0.isWhitespace } ?? characters.count
        let isBlank = end == lineStart || characters[end - 1].isWhitespace
        let isNothing = next == characters.count || characters[next] == "\n"
        replace(end..<next, with: isBlank || isNothing ? "" : " ")
        move(to: end)
        return true
    }
}

/// A text object of vi: what stands around the cursor, for `d`, `c` or `y`.
///
/// Source: vim's `:help text-objects`; POSIX has none.
enum ViObject: Hashable {
    case word(isBig: Bool)
    case quoted(Character)
    case bracketed(ViBrackets)

    /// Reads an object; `nil` if the character is none.
    ///
    /// - Parameter character: as it was typed behind `i` or `a`.
    init?(_ character: Character) {
        switch character {
        case "w", "W": self = .word(isBig: character == "W")
        case "\"", "'", "`": self = .quoted(character)
        case "(", ")", "b": self = .bracketed(.round)
        case "[", "]": self = .bracketed(.square)
        case "{", "}", "B": self = .bracketed(.curly)
        case "<", ">": self = .bracketed(.angle)
        default: return nil
        }
    }

    /// What it takes.
    ///
    /// - Parameters:
    ///   - isWhole: whether the blanks, marks or brackets around it are taken as well.
    ///   - times: how many words, or how many brackets further out.
    /// - Returns: `nil` if there is none around the cursor.
    func range(in editor: LineEditor, isWhole: Bool, times: Int) -> Range<Int>? {
        let line = editor.lineStart..<editor.lineEnd
        let text = editor.characters
        switch self {
        case .word(let isBig):
            guard line.contains(editor.cursor) else { return nil }
            let kinds = text[line].indices.map { ViMotion.kind(text, $0, isBig) }
            let place = editor.cursor - line.lowerBound
            let found = Self.words(kinds, around: place, isWhole: isWhole, times: times)
            return found.lowerBound + line.lowerBound..<found.upperBound + line.lowerBound
        case .quoted(let mark):
            guard let pair = Self.quotes(text, mark, line, editor.cursor) else { return nil }
            guard isWhole else { return pair.lowerBound + 1..<pair.upperBound - 1 }
            return Self.withBlanks(pair, text, line)
        case .bracketed(let brackets):
            guard let pair = brackets.around(editor.cursor, in: text, times: times) else {
                return nil
            }
            return isWhole ? pair.open..<pair.close + 1 : pair.open + 1..<pair.close
        }
    }

    /// A word, or some, with the blanks behind them or else before them where they are whole.
    ///
    /// - Parameters:
    ///   - kinds: of the line's characters, at least one; 0 is a blank.
    ///   - place: of the cursor in it.
    ///   - isWhole: whether the blanks are taken as well.
    private static func words(
        _ kinds: [Int],
        around place: Int,
        isWhole: Bool,
        times: Int
    ) -> Range<Int> {
        var start = place
        while start > 0, kinds[start - 1] == kinds[place] { start -= 1 }
        var end = start
        for _ in 0..<times where end < kinds.count {
            let isBlank = kinds[end] == 0
            end = runEnd(kinds, from: end)
            if isWhole, end < kinds.count, isBlank != (kinds[end] == 0) {
                end = runEnd(kinds, from: end)
            }
        }
        guard isWhole, kinds[start] != 0, kinds[end - 1] != 0 else { return start..<end }
        while start > 0, kinds[start - 1] == 0 { start -= 1 }
        return start..<end
    }

    private static func runEnd(_ kinds: [Int], from start: Int) -> Int {
        var end = start
        while end < kinds.count, kinds[end] == kinds[start] { end += 1 }
        return end
    }

    /// The first marks of a pair that end at the cursor or behind it.
    private static func quotes(
        _ text: [Character],
        _ mark: Character,
        _ line: Range<Int>,
        _ cursor: Int
    ) -> Range<Int>? {
        var open: Int?
        var isEscaped = false
        for place in line {
            let isMark = text[place] == mark && !isEscaped
            isEscaped = text[place] == "\\" && !isEscaped
            guard isMark else { continue }
            guard let start = open else {
                open = place
                continue
            }
            if place >= cursor { return start..<place + 1 }
            open = nil
        }
        return nil
    }

    private static func withBlanks(
        _ range: Range<Int>,
        _ text: [Character],
        _ line: Range<Int>
    ) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while end < line.upperBound, text[end].isWhitespace { end += 1 }
        guard end == range.upperBound else { return start..<end }
        while start > line.lowerBound, text[start - 1].isWhitespace { start -= 1 }
        return start..<end
    }
}

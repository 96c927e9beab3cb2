/// The colours of code by the classes of its words: keywords, strings, numbers and comments.
///
/// It reads signs, not the language: a word that is a keyword elsewhere too has its colour there.
struct CodeColors {
    /// What the fence named.
    let language: String
    private let rules: CodeLanguage
    /// What ends the comment or the string that goes on from the line above.
    private var open: (end: String, style: Style)?

    /// Begins a block.
    ///
    /// - Parameter language: what the fence names; `nil` comes of one that is not known.
    init?(_ language: String) {
        guard let rules = CodeLanguage.named(language) else { return nil }
        self.language = language
        self.rules = rules
    }

    /// Colours a line, which begins where the one before ended.
    ///
    /// - Parameters:
    ///   - text: safe for a terminal, without line breaks.
    ///   - style: of what has no class.
    /// - Returns: the line.
    /// - Complexity: O(characters).
    mutating func line(_ text: String, _ style: Style) -> Line {
        let characters = Array(text)
        let plain = style.marked(.code)
        var line = Line()
        var place = 0
        while place < characters.count {
            let (end, look) = part(of: characters, from: place, plain)
            for character in characters[place..<end] { line.append(character, look) }
            place = end
        }
        // A string that is not closed ends with its line, but for those that may have several.
        if let open, open.end.count == 1, open.end != "`" { self.open = nil }
        return line
    }

    /// What begins at a place: up to where it goes, and how it looks.
    private mutating func part(
        of text: [Character],
        from place: Int,
        _ plain: Style
    ) -> (end: Int, look: Style) {
        func colored(_ color: Color, _ isKeyword: Bool = false) -> Style {
            var style = plain
            style.foreground = color
            if isKeyword { style.bold = true }
            return style
        }
        if let open { return (close(open.end, in: text, from: place), open.style) }
        if rules.lineComments.contains(where: { Self.has(text, $0, at: place) }) {
            return (text.count, colored(Palette.codeComment))
        }
        if let block = rules.blockComment, Self.has(text, block.open, at: place) {
            let style = colored(Palette.codeComment)
            open = (block.close, style)
            return (close(block.close, in: text, from: place + block.open.count), style)
        }
        if let quote = rules.quotes.first(where: { Self.has(text, $0, at: place) }) {
            let style = colored(Palette.codeText)
            open = (quote, style)
            return (close(quote, in: text, from: place + quote.count), style)
        }
        guard text[place].isWord else { return (place + 1, plain) }
        let end = text[place...].firstIndex { !$0.isWord } ?? text.count
        if text[place].isNumber { return (end, colored(Palette.codeNumber)) }
        let word = String(text[place..<end])
        let isKeyword = rules.keywords.contains(rules.ignoresCase ? word.lowercased() : word)
        return (end, isKeyword ? colored(Palette.keyword, true) : plain)
    }

    /// Where what is open ends, behind its end; the end of the line if it goes on.
    private mutating func close(_ end: String, in text: [Character], from start: Int) -> Int {
        var place = start
        while place < text.count {
            if text[place] == "\\" {
                place += 2
            } else if Self.has(text, end, at: place) {
                open = nil
                return place + end.count
            } else {
                place += 1
            }
        }
        return text.count
    }

    private static func has(_ text: [Character], _ sign: String, at place: Int) -> Bool {
        place + sign.count <= text.count && text[place..<place + sign.count].elementsEqual(sign)
    }
}

extension Character {
    fileprivate var isWord: Bool { isLetter || isNumber || self == "_" }
}

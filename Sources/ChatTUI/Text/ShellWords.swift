/// A line in words, as people write commands into variables and paths behind commands.
///
/// Quotation marks and backslashes mean what they mean to a shell; nothing is expanded.
/// Source: POSIX, Shell Command Language, section 2.2 "Quoting".
package struct ShellWords: Sendable {
    /// What stands between blanks, without the marks.
    package private(set) var words: [String] = []
    /// Whether each mark has its partner.
    package private(set) var isWhole = true
    /// The word in which the text ends, and the character at which it begins; empty behind a blank.
    private(set) var last = (text: "", start: 0)

    /// Cuts a text into words.
    package init(_ text: some Sequence<Character>) {
        var word: String?
        var mark: Character?
        var isEscaped = false
        var start = 0
        var count = 0
        for character in text {
            if word == nil { start = count }
            count += 1
            if isEscaped {
                isEscaped = false
                // Between double marks a backslash stands for itself before most characters.
                let isKept = mark != nil && !"\"\\$`".contains(character)
                word = (word ?? "") + (isKept ? "\\" : "") + String(character)
            } else if character == mark {
                mark = nil
            } else if character == "\\", mark != "'" {
                isEscaped = true
                word = word ?? ""
            } else if mark == nil, character == "'" || character == "\"" {
                mark = character
                word = word ?? ""
            } else if mark == nil, character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        isWhole = mark == nil
        last = word.map { ($0, start) } ?? ("", count)
    }

    /// A word as it has to be written so that it is read as one.
    ///
    /// - Returns: the text with a backslash before what has a meaning of its own.
    static func written(_ word: String) -> String {
        word.reduce(into: "") { written, character in
            if character.isWhitespace || "\"'\\".contains(character) { written += "\\" }
            written.append(character)
        }
    }
}

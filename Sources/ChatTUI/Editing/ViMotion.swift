/// Where a motion of vi leads.
enum ViMotion: Hashable {
    case left, right, start, firstWord, end
    case word(isBig: Bool), wordEnd(isBig: Bool), back(isBig: Bool)
    /// `ge`: to the end of the word before.
    case backEnd(isBig: Bool)
    /// To the end of the word that the cursor is in, be it there already.
    case restOfWord(isBig: Bool)
    /// `|`: to a column.
    case column
    /// `%`: to the bracket that belongs to the next one.
    case bracket
    /// `f`, `F`, `t` or `T`, and the character.
    case find(kind: Character, target: Character)

    /// Reads a motion; `nil` if the character is none.
    ///
    /// - Parameter lastFind: what `;` and `,` do again.
    init?(_ character: Character, _ lastFind: (kind: Character, target: Character)?) {
        switch character {
        case "h": self = .left
        case "l", " ": self = .right
        case "0": self = .start
        case "^": self = .firstWord
        case "$": self = .end
        case "%": self = .bracket
        case "|": self = .column
        case "w": self = .word(isBig: false)
        case "W": self = .word(isBig: true)
        case "e": self = .wordEnd(isBig: false)
        case "E": self = .wordEnd(isBig: true)
        case "b": self = .back(isBig: false)
        case "B": self = .back(isBig: true)
        case ";", ",":
            guard let lastFind else { return nil }
            let isUpper = lastFind.kind.isUppercase != (character == ",")
            let kind = isUpper ? lastFind.kind.uppercased() : lastFind.kind.lowercased()
            self = .find(kind: Character(kind), target: lastFind.target)
        default: return nil
        }
    }

    /// Whether there may be nothing that it leads to, so that nothing is done at all.
    var mayFail: Bool {
        switch self {
        case .bracket, .find, .backEnd: true
        default: false
        }
    }

    /// Whether it is a `t` or `T` that begins right beside the character that it looks for.
    ///
    /// - Returns: `true` if it need not go anywhere.
    func isBesideTarget(in editor: LineEditor) -> Bool {
        guard case .find(let kind, let target) = self, kind == "t" || kind == "T" else {
            return false
        }
        let neighbor = editor.cursor + (kind == "t" ? 1 : -1)
        return editor.characters.indices.contains(neighbor)
            && editor.characters[neighbor] == target
    }

    /// Where it leads.
    ///
    /// - Returns: the place, and whether an operation takes the character there as well.
    func target(in editor: LineEditor, times: Int) -> (place: Int, isInclusive: Bool) {
        let text = editor.characters
        if self == .column { return (min(editor.lineStart + times - 1, editor.lineEnd), false) }
        var place = editor.cursor
        if case .restOfWord = self { place -= 1 }
        // A number before `%` would lead there and back.
        for _ in 0..<(self == .bracket ? 1 : times) {
            let next = step(text, from: place, editor)
            guard next != place else { break }
            place = next
        }
        switch self {
        case .wordEnd, .backEnd, .restOfWord: return (max(0, place), true)
        case .bracket: return (place, place != editor.cursor)
        case .find(let kind, _): return (place, kind.isLowercase && place != editor.cursor)
        default: return (place, false)
        }
    }

    private func step(_ text: [Character], from place: Int, _ editor: LineEditor) -> Int {
        switch self {
        case .left: return max(editor.lineStart, place - 1)
        case .right: return min(editor.lineEnd, place + 1)
        case .start: return editor.lineStart
        case .firstWord: return editor.firstInLine
        case .end: return editor.lineEnd
        case .word(let isBig):
            var next = place
            let kind = Self.kind(text, place, isBig)
            while next < text.count, kind != 0, Self.kind(text, next, isBig) == kind { next += 1 }
            while next < text.count, Self.kind(text, next, isBig) == 0 { next += 1 }
            return next
        case .wordEnd(let isBig), .restOfWord(let isBig):
            var next = place + 1
            while next < text.count, Self.kind(text, next, isBig) == 0 { next += 1 }
            let kind = Self.kind(text, next, isBig)
            while next + 1 < text.count, Self.kind(text, next + 1, isBig) == kind { next += 1 }
            return min(next, max(0, text.count - 1))
        case .back(let isBig):
            var next = place - 1
            while next > 0, Self.kind(text, next, isBig) == 0 { next -= 1 }
            let kind = Self.kind(text, next, isBig)
            while next > 0, Self.kind(text, next - 1, isBig) == kind { next -= 1 }
            return max(0, next)
        case .backEnd(let isBig):
            var next = place
            let kind = Self.kind(text, place, isBig)
            while next >= 0, kind != 0, Self.kind(text, next, isBig) == kind { next -= 1 }
            while next > 0, Self.kind(text, next, isBig) == 0 { next -= 1 }
            return max(0, next)
        case .column: return place
        case .bracket:
            return ViBrackets.partner(behind: place, in: text, before: editor.lineEnd) ?? place
        case .find(let kind, let target): return find(kind, target, text, place)
        }
    }

    private func find(
        _ kind: Character,
        _ target: Character,
        _ text: [Character],
        _ place: Int
    ) -> Int {
        let offset = kind.lowercased() == "t" ? 1 : 0
        if kind.isLowercase {
            let from = min(place + 1 + offset, text.count)
            return text[from...].firstIndex(of: target).map { $0 - offset } ?? place
        }
        let end = max(0, place - offset)
        return text[..<end].lastIndex(of: target).map { $0 + offset } ?? place
    }

    /// What a character is of.
    ///
    /// - Parameter isBig: whether all but blanks is of a word.
    /// - Returns: 0 for blanks, 1 for what is of a word, 2 for signs; outside of the text 0.
    static func kind(_ text: [Character], _ place: Int, _ isBig: Bool) -> Int {
        guard text.indices.contains(place), !text[place].isWhitespace else { return 0 }
        let isWord = text[place].isLetter || text[place].isNumber || text[place] == "_"
        return isBig || isWord ? 1 : 2
    }
}

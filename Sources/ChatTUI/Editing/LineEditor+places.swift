/// Places in the text, and going there.
extension LineEditor {
    /// Moves to the same column of the line above or below.
    ///
    /// - Returns: whether there is such a line.
    mutating func moveLine(down: Bool) -> Bool {
        let column = cursor - lineStart
        if down {
            let end = lineEnd
            guard end < characters.count else { return false }
            let nextEnd = characters[(end + 1)...].firstIndex(of: "\n") ?? characters.count
            move(to: min(end + 1 + column, nextEnd))
        } else {
            let start = lineStart
            guard start > 0 else { return false }
            let above = characters[..<(start - 1)].lastIndex(of: "\n").map { $0 + 1 } ?? 0
            move(to: min(above + column, start - 1))
        }
        return true
    }

    /// Where the cursor's line begins.
    var lineStart: Int {
        characters[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    }

    /// Where it ends, before its line break.
    var lineEnd: Int {
        characters[cursor...].firstIndex(of: "\n") ?? characters.count
    }

    /// Where Alt-B goes.
    var wordStart: Int {
        var place = cursor
        while place > 0, !characters[place - 1].isWordPart { place -= 1 }
        while place > 0, characters[place - 1].isWordPart { place -= 1 }
        return place
    }

    /// Where Alt-F goes.
    var wordEnd: Int {
        var place = cursor
        while place < characters.count, !characters[place].isWordPart { place += 1 }
        while place < characters.count, characters[place].isWordPart { place += 1 }
        return place
    }

    /// Where Ctrl-W stops: words are what stands between blanks.
    var blankStart: Int {
        var place = cursor
        while place > 0, characters[place - 1].isWhitespace { place -= 1 }
        while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
        return place
    }

    /// Moves the cursor.
    ///
    /// - Parameter place: brought into the text's bounds.
    mutating func move(to place: Int) {
        cursor = min(max(0, place), characters.count)
        last = .other
    }
}

extension Character {
    /// Whether readline counts it to a word.
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}

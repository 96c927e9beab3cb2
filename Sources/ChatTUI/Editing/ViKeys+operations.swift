/// What is operated on: by a motion, as an object, or as whole lines.
extension ViKeys {
    /// Takes what the character before it waits for.
    mutating func take(
        _ character: Character,
        after first: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        waiting = nil
        switch (first, operation) {
        case ("r", nil):
            editor.overwrite(with: character, times: times)
            forget()
        case ("g", _): takeAfterG(character, &editor, &ring)
        case ("i", let operation?), ("a", let operation?):
            let object = ViObject(character)
            let range = object?.range(in: editor, isWhole: first == "a", times: times)
            guard let range else {
                forget()
                return
            }
            editor.move(to: range.lowerBound)
            finish(operation, range, &editor, &ring)
        case ("f", _), ("F", _), ("t", _), ("T", _): find(character, by: first, &editor, &ring)
        case ("\"", nil): skipRegister()
        default: forget()
        }
    }

    private mutating func takeAfterG(
        _ character: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        let times = times
        let begun = ViOperation(afterG: character)
        switch (character, operation) {
        case ("g", nil):
            forget()
            editor.move(to: 0)
        case ("g", let operation?):
            finish(operation, lines: 0..<editor.lineEnd, &editor, &ring)
        case ("e", _), ("E", _):
            let motion = ViMotion.backEnd(isBig: character == "E")
            if let operation { return operate(operation, along: motion, times, &editor, &ring) }
            forget()
            editor.move(to: motion.target(in: editor, times: times).place)
        case (_, nil):
            if let begun { begin(begun) } else { forget() }
        case (_, let operation?):
            guard begun == operation else {
                forget()
                return
            }
            operate(operation, by: operation.sign, &editor, &ring)
        }
    }

    /// `fx`, `dtx`.
    private mutating func find(
        _ character: Character,
        by kind: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        lastFind = (kind, character)
        let motion = ViMotion.find(kind: kind, target: character)
        // Beside the sign, where `t` would lead, a motion would go on to the next one.
        let isThere = motion.isBesideTarget(in: editor)
        let left = times - (isThere ? 1 : 0)
        switch operation {
        case let operation? where left == 0:
            let end = editor.cursor + (kind == "t" ? 1 : 0)
            finish(operation, editor.cursor..<end, &editor, &ring)
        case let operation?: operate(operation, along: motion, left, &editor, &ring)
        case nil:
            editor.move(to: motion.target(in: editor, times: left).place)
            clamp(&editor)
            count = 0
        }
    }

    /// `dw`, `cc`, `y$`.
    ///
    /// - Parameter character: the motion, or the operation's own sign.
    mutating func operate(
        _ operation: ViOperation,
        by character: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        if character == operation.sign || "jkG".contains(character) {
            guard let range = lines(by: character, in: editor) else {
                forget()
                return
            }
            finish(operation, lines: range, &editor, &ring)
            return
        }
        guard var motion = ViMotion(character, lastFind) else {
            forget()
            return
        }
        // `cw` leaves the blanks behind the word.
        if operation == .change, case .word(let isBig) = motion,
            ViMotion.kind(editor.characters, editor.cursor, isBig) != 0
        {
            motion = .restOfWord(isBig: isBig)
        }
        operate(operation, along: motion, times, &editor, &ring)
    }

    private mutating func operate(
        _ operation: ViOperation,
        along motion: ViMotion,
        _ times: Int,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        let target = motion.target(in: editor, times: times)
        if motion.mayFail, target.place == editor.cursor {
            forget()
            return
        }
        let low = min(editor.cursor, target.place)
        let high = max(editor.cursor, target.place) + (target.isInclusive ? 1 : 0)
        var end = min(max(low, high), editor.characters.count)
        if case .word = motion { end = Self.end(ofWords: low..<end, in: editor.characters) }
        finish(operation, low..<end, &editor, &ring)
    }

    /// Where words end that `w` led over: the last one of a line ends with it.
    private static func end(ofWords range: Range<Int>, in text: [Character]) -> Int {
        var blanks = range.upperBound
        while blanks > range.lowerBound, text[blanks - 1].isWhitespace { blanks -= 1 }
        guard blanks > range.lowerBound else { return range.upperBound }
        return text[blanks..<range.upperBound].firstIndex(of: "\n") ?? range.upperBound
    }

    /// The whole lines that are operated on; `nil` if there are not so many.
    private func lines(by character: Character, in editor: LineEditor) -> Range<Int>? {
        switch character {
        case "G": return editor.lineStart..<editor.characters.count
        case "j": return editor.lines(down: times)
        case "k":
            var above = editor
            for _ in 0..<times { guard above.moveLine(down: false) else { return nil } }
            return above.lineStart..<editor.lineEnd
        default: return editor.lines(down: times - 1) ?? editor.lineStart..<editor.characters.count
        }
    }

    private mutating func finish(
        _ operation: ViOperation,
        _ range: Range<Int>,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        forget()
        switch operation {
        case .delete:
            cut(range, &editor, &ring)
            clamp(&editor)
        case .change:
            cut(range, &editor, &ring)
            insert(into: &editor)
        case .copy:
            lines = nil
            ring.push(String(editor.characters[range]))
            editor.move(to: range.lowerBound)
            clamp(&editor)
        case .swapCase, .lower, .upper:
            editor.recase(range, by: operation.cased)
            editor.move(to: range.lowerBound)
            clamp(&editor)
        }
    }

    /// Does something with whole lines, which are put as such afterwards.
    ///
    /// - Parameter range: without the last one's line break.
    mutating func finish(
        _ operation: ViOperation,
        lines range: Range<Int>,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        forget()
        let place = editor.cursor
        if !operation.isOfCase {
            let text = String(editor.characters[range])
            lines = text
            ring.push(text)
        }
        switch operation {
        case .delete:
            editor.removeLines(range)
            editor.move(to: editor.firstInLine)
        case .change:
            editor.move(to: range.lowerBound)
            if !range.isEmpty { editor.replace(range, with: "") }
            insert(into: &editor)
            return
        case .copy:
            if range.lowerBound < editor.lineStart { editor.move(to: range.lowerBound) }
        case .swapCase, .lower, .upper:
            editor.recase(range, by: operation.cased)
            editor.move(to: place)
        }
        clamp(&editor)
    }

    /// Cuts a part of a line.
    mutating func cut(_ range: Range<Int>, _ editor: inout LineEditor, _ ring: inout KillRing) {
        if !range.isEmpty { lines = nil }
        editor.cut(range, &ring)
    }
}

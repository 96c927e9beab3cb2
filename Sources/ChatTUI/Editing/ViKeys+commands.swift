/// Commands that are a key by themselves.
extension ViKeys {
    /// Does a command.
    ///
    /// - Parameters:
    ///   - character: any; what is no command does nothing.
    ///   - times: the number before it, or 1.
    ///   - ring: where cut text goes and comes from.
    /// - Returns: what is to be done beyond the line.
    mutating func command(
        _ character: Character,
        times: Int,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) -> Outcome {
        let end = editor.lineEnd
        switch character {
        case "i", "I", "a", "A", "o", "O", "R": beginInserting(character, &editor)
        case "x": cut(editor.cursor..<min(editor.cursor + times, end), &editor, &ring)
        case "X":
            let start = max(editor.lineStart, editor.cursor - times)
            cut(start..<editor.cursor, &editor, &ring)
        case "D": cut(editor.cursor..<end, &editor, &ring)
        case "C", "s":
            let last = character == "s" ? min(editor.cursor + times, end) : end
            cut(editor.cursor..<last, &editor, &ring)
            insert(into: &editor)
        case "S", "Y":
            let lines = editor.lines(down: times - 1)
            let range = lines ?? editor.lineStart..<editor.characters.count
            finish(character == "S" ? .change : .copy, lines: range, &editor, &ring)
        case "p", "P": put(isBehind: character == "p", times: min(times, 100), &editor, &ring)
        case "J":
            for _ in 1..<max(2, times) { guard editor.joinNextLine() else { break } }
        case "u": for _ in 0..<times { editor.apply(.undo, ring: &ring) }
        case "~": editor.toggleCase(times: times)
        case "j": return .newer
        case "k": return .older
        case "G": return .newest
        case "/": return .find
        case ":": return .command
        default: break
        }
        if isNormal { clamp(&editor) }
        return .nothing
    }

    private mutating func beginInserting(_ character: Character, _ editor: inout LineEditor) {
        let end = editor.lineEnd
        switch character {
        case "I": editor.move(to: editor.firstInLine)
        case "a": editor.move(to: min(editor.cursor + 1, end))
        case "A": editor.move(to: end)
        case "o", "O":
            editor.move(to: character == "o" ? end : editor.lineStart)
            editor.insert("\n")
            if character == "O" { editor.move(to: editor.cursor - 1) }
        default: break
        }
        insert(into: &editor, isReplacing: character == "R")
    }

    /// Puts what was cut or copied last: lines below or above that of the cursor, else text.
    private mutating func put(
        isBehind: Bool,
        times: Int,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        if let lines, ring.entries.first == lines {
            let text = Array(repeating: lines, count: times).joined(separator: "\n")
            editor.putLines(text, isBelow: isBehind)
            return
        }
        if isBehind, !editor.isEmpty { editor.move(to: min(editor.cursor + 1, editor.lineEnd)) }
        for _ in 0..<times { editor.apply(.yank, ring: &ring) }
        editor.move(to: editor.cursor - 1)
    }
}

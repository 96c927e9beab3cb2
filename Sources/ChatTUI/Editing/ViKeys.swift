/// The keys of vi in the input line: what they have begun, and which mode they are in.
///
/// Source: vi(1) in POSIX.1-2017, and vim's text objects; what is not here is `.`, registers, marks
/// and ex.
struct ViKeys: Sendable {
    /// The largest number that is taken before a command.
    private static let countLimit = 9_999

    /// Whether letters are commands.
    private(set) var isNormal = false
    private var count = 0
    /// `d`, `c` or `y`, which waits for a motion.
    private var operation: Character?
    private var operationCount = 1
    /// `f`, `F`, `t`, `T`, `r` or `g`, or `i` or `a` behind an operation, which waits for one more
    /// character.
    private var waiting: Character?
    private var lastFind: (kind: Character, target: Character)?

    /// What is to be done beyond the line.
    enum Outcome: Hashable {
        case nothing
        case older, newer
        case find, newest, command
    }

    /// Makes letters commands.
    ///
    /// - Parameter editor: the line.
    mutating func leaveInsert(_ editor: inout LineEditor) {
        isNormal = true
        forget()
        if editor.cursor > editor.lineStart { editor.move(to: editor.cursor - 1) }
    }

    /// Makes letters text.
    mutating func insert() {
        isNormal = false
        forget()
    }

    /// Gives up what was begun.
    ///
    /// - Returns: whether something was.
    @discardableResult
    mutating func forget() -> Bool {
        let isBegun = operation != nil || waiting != nil || count > 0
        count = 0
        operation = nil
        operationCount = 1
        waiting = nil
        return isBegun
    }

    /// Takes a character that is a command, or a part of one.
    ///
    /// - Parameters:
    ///   - character: any.
    ///   - editor: the line.
    ///   - ring: where cut text goes and comes from.
    /// - Returns: what is to be done beyond the line.
    mutating func take(
        _ character: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) -> Outcome {
        if let waiting { return take(character, after: waiting, &editor, &ring) }
        if let digit = character.wholeNumberValue, digit > 0 || count > 0 {
            count = min(count * 10 + digit, Self.countLimit)
            return .nothing
        }
        if operation == nil, "dcy".contains(character) {
            operation = character
            operationCount = max(1, count)
            count = 0
            return .nothing
        }
        if "fFtTrg".contains(character) || operation != nil && "ia".contains(character) {
            waiting = character
            return .nothing
        }
        let times = min(max(1, count) * operationCount, Self.countLimit)
        if let operation {
            operate(operation, by: character, times: times, &editor, &ring)
            return .nothing
        }
        defer { count = 0 }
        if let motion = ViMotion(character, lastFind) {
            editor.move(to: motion.target(in: editor, times: times).place)
            clamp(&editor)
            return .nothing
        }
        return command(character, times: times, &editor, &ring)
    }

    private mutating func take(
        _ character: Character,
        after first: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) -> Outcome {
        waiting = nil
        let times = min(max(1, count) * operationCount, Self.countLimit)
        if first == "r" {
            editor.overwrite(with: character, times: times)
            _ = forget()
            return .nothing
        }
        if first == "g" {
            _ = forget()
            if character == "g" { editor.move(to: 0) }
            return .nothing
        }
        if let operation, first == "i" || first == "a" {
            let object = ViObject(character)
            let isWhole = first == "a"
            guard let range = object?.range(in: editor, isWhole: isWhole, times: times) else {
                _ = forget()
                return .nothing
            }
            editor.move(to: range.lowerBound)
            finish(operation, range, &editor, &ring)
            return .nothing
        }
        find(character, by: first, times: times, &editor, &ring)
        return .nothing
    }

    /// `fx`, `dtx`.
    private mutating func find(
        _ character: Character,
        by kind: Character,
        times: Int,
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
        case let operation?: cut(operation, motion, left, &editor, &ring)
        case nil:
            editor.move(to: motion.target(in: editor, times: left).place)
            clamp(&editor)
            count = 0
        }
    }

    /// `dw`, `cc`, `y$`.
    private mutating func operate(
        _ operation: Character,
        by character: Character,
        times: Int,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        guard character != operation else {
            let end = editor.lineEnd
            let range =
                editor.lineStart..<min(end + (operation == "c" ? 0 : 1), editor.characters.count)
            finish(operation, range, &editor, &ring)
            return
        }
        // `cw` leaves the blanks behind the word.
        let sign =
            operation == "c" && "wW".contains(character)
            ? (character == "w" ? "e" : "E") : character
        guard let motion = ViMotion(sign, lastFind) else {
            _ = forget()
            return
        }
        cut(operation, motion, times, &editor, &ring)
    }

    private mutating func cut(
        _ operation: Character,
        _ motion: ViMotion,
        _ times: Int,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        let target = motion.target(in: editor, times: times)
        if motion.mayFail, target.place == editor.cursor {
            _ = forget()
            return
        }
        let low = min(editor.cursor, target.place)
        let high = max(editor.cursor, target.place) + (target.isInclusive ? 1 : 0)
        finish(operation, low..<min(max(low, high), editor.characters.count), &editor, &ring)
    }

    private mutating func finish(
        _ operation: Character,
        _ range: Range<Int>,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) {
        _ = forget()
        guard operation != "y" else {
            ring.push(String(editor.characters[range]))
            editor.move(to: range.lowerBound)
            clamp(&editor)
            return
        }
        editor.cut(range, &ring)
        if operation == "c" { isNormal = false } else { clamp(&editor) }
    }

    private mutating func command(
        _ character: Character,
        times: Int,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) -> Outcome {
        let end = editor.lineEnd
        switch character {
        case "i": isNormal = false
        case "I":
            editor.move(to: editor.lineStart)
            isNormal = false
        case "a":
            editor.move(to: min(editor.cursor + 1, end))
            isNormal = false
        case "A":
            editor.move(to: end)
            isNormal = false
        case "o", "O":
            editor.move(to: character == "o" ? end : editor.lineStart)
            editor.insert("\n")
            if character == "O" { editor.move(to: editor.cursor - 1) }
            isNormal = false
        case "x": editor.cut(editor.cursor..<min(editor.cursor + times, end), &ring)
        case "X": editor.cut(max(editor.lineStart, editor.cursor - times)..<editor.cursor, &ring)
        case "D": editor.cut(editor.cursor..<end, &ring)
        case "C", "S", "s":
            let start = character == "S" ? editor.lineStart : editor.cursor
            let last = character == "s" ? min(editor.cursor + times, end) : end
            editor.cut(start..<last, &ring)
            isNormal = false
        case "p", "P":
            if character == "p", !editor.isEmpty { editor.move(to: min(editor.cursor + 1, end)) }
            for _ in 0..<min(times, 100) { editor.apply(.yank, ring: &ring) }
            editor.move(to: editor.cursor - 1)
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

    /// The cursor stands on a character, not behind the last one.
    private func clamp(_ editor: inout LineEditor) {
        if editor.cursor >= editor.lineEnd, editor.cursor > editor.lineStart {
            editor.move(to: editor.lineEnd - 1)
        }
    }
}

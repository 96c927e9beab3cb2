/// The keys of vi in the input line: what they have begun, and which mode they are in.
///
/// Source: vi(1) in POSIX.1-2017, and vim's text objects and operators of case; what is not here
/// are registers, marks, macros and ex.
struct ViKeys: Sendable {
    /// The largest number that is taken before a command.
    private static let countLimit = 9_999
    /// What waits for one more character; behind an operation `i` and `a` do too.
    ///
    /// That of a register, a mark or a macro is no command, though there are none here.
    private static let prefixes: Set<Character> = [
        "f", "F", "t", "T", "r", "g", "\"", "m", "@", "q", "'", "`", "z", "Z", "[", "]",
    ]

    /// Capital letters that are a command, or begin one.
    static let capitals = Set("ABCDEFGIJOPRSTWXY")

    /// Whether letters are commands.
    var isNormal = false
    /// Whether what is typed is written over what stands there.
    var isReplacing = false
    var count = 0
    /// What waits for a motion or an object, and the number before it.
    var operation: ViOperation?
    var operationCount = 0
    /// What waits for one more character.
    var waiting: Character?
    var lastFind: (kind: Character, target: Character)?
    /// The whole lines that were cut or copied last; they are put as lines where the ring still has
    /// them first.
    var lines: String?
    /// What of a command was typed, without its numbers.
    private var keys: [Character] = []
    /// The command that began to insert.
    private var inserting: Change?
    /// What `.` does again.
    private var lastChange: Change?

    /// A command that changed the line.
    private struct Change: Sendable {
        let keys: [Character]
        /// 0 for none.
        var number: Int
        /// What was typed until Esc, where it inserts.
        var text = ""

        /// How often the text is wanted, and what stands between two of it.
        var insertion: (times: Int, between: String) {
            guard keys.count == 1, let key = keys.first else { return (1, "") }
            switch key {
            case "i", "I", "a", "A", "R": return (max(1, number), "")
            case "o", "O": return (max(1, number), "\n")
            default: return (1, "")
            }
        }
    }

    /// What is to be done beyond the line.
    enum Outcome: Hashable {
        case nothing
        case older, newer
        case find, newest, command
    }

    /// Makes letters commands.
    mutating func leaveInsert(_ editor: inout LineEditor) {
        finishInsertion(&editor)
        isNormal = true
        isReplacing = false
        forget()
        if editor.cursor > editor.lineStart { editor.move(to: editor.cursor - 1) }
    }

    /// Makes letters text.
    mutating func insert() {
        isNormal = false
        isReplacing = false
        inserting = nil
        forget()
    }

    /// Gives up what was begun.
    @discardableResult
    mutating func forget() -> Bool {
        let wasBegun = isBegun
        count = 0
        operation = nil
        operationCount = 0
        waiting = nil
        keys = []
        return wasBegun
    }

    private var isBegun: Bool { operation != nil || waiting != nil || count > 0 }

    /// The number before the command, or 0 for none.
    private var number: Int {
        guard count > 0 || operationCount > 0 else { return 0 }
        return min(max(1, count) * max(1, operationCount), Self.countLimit)
    }

    /// How often something is to be done.
    var times: Int { max(1, number) }

    /// Takes a character that is a command, or a part of one.
    ///
    /// - Parameter ring: where cut text goes and comes from.
    /// - Returns: what is to be done beyond the line.
    mutating func take(
        _ character: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) -> Outcome {
        if waiting == nil, let digit = character.wholeNumberValue, digit > 0 || count > 0 {
            count = min(count * 10 + digit, Self.countLimit)
            return .nothing
        }
        if character == ".", operation == nil, waiting == nil {
            doAgain(&editor, &ring)
            return .nothing
        }
        keys.append(character)
        let change = Change(keys: keys, number: number)
        let before = editor.characters
        let steps = editor.stepCount
        let outcome = step(character, &editor, &ring)
        guard !isBegun else { return outcome }
        keys = []
        if !isNormal {
            editor.insertion?.steps = steps
            inserting = change
        } else if editor.characters != before, change.keys != ["u"] {
            editor.joinSteps(since: steps)
            lastChange = change
        }
        return outcome
    }

    /// Takes a character that is no number.
    private mutating func step(
        _ character: Character,
        _ editor: inout LineEditor,
        _ ring: inout KillRing
    ) -> Outcome {
        if let waiting {
            take(character, after: waiting, &editor, &ring)
            return .nothing
        }
        if operation == nil, let begun = ViOperation(character) {
            begin(begun)
            return .nothing
        }
        if Self.prefixes.contains(character) || operation != nil && "ia".contains(character) {
            waiting = character
            return .nothing
        }
        if let operation {
            operate(operation, by: character, &editor, &ring)
            return .nothing
        }
        let times = times
        count = 0
        guard let motion = ViMotion(character, lastFind) else {
            return command(character, times: times, &editor, &ring)
        }
        editor.move(to: motion.target(in: editor, times: times).place)
        clamp(&editor)
        return .nothing
    }

    /// Has the next motion or object operated on.
    ///
    /// - Parameter begun: what is to be done with it.
    mutating func begin(_ begun: ViOperation) {
        operation = begun
        operationCount = count
        count = 0
    }

    /// Forgets a register's name: there is one place for what was cut.
    mutating func skipRegister() {
        keys.removeLast(min(2, keys.count))
    }

    /// Begins to insert at the cursor.
    ///
    /// - Parameter isReplacing: whether over what stands there.
    mutating func insert(into editor: inout LineEditor, isReplacing: Bool = false) {
        isNormal = false
        self.isReplacing = isReplacing
        editor.beginInsertion()
    }

    /// The cursor stands on a character, not behind the last one.
    func clamp(_ editor: inout LineEditor) {
        if editor.cursor >= editor.lineEnd, editor.cursor > editor.lineStart {
            editor.move(to: editor.lineEnd - 1)
        }
    }

    // MARK: - Once more

    /// Notes what was typed since the command that began it, and types it as often as it said.
    private mutating func finishInsertion(_ editor: inout LineEditor) {
        defer {
            editor.insertion = nil
            inserting = nil
        }
        guard var change = inserting else { return }
        guard let insertion = editor.insertion, let text = editor.inserted else {
            // What was typed is not known any more.
            lastChange = nil
            return
        }
        change.text = text
        lastChange = change
        let (times, between) = change.insertion
        guard times > 1, !text.isEmpty else { return editor.joinSteps(since: insertion.steps) }
        editor.move(to: insertion.before.count + text.count)
        type(Self.repeated(between + text, times - 1), &editor)
        editor.joinSteps(since: insertion.steps)
    }

    private mutating func doAgain(_ editor: inout LineEditor, _ ring: inout KillRing) {
        let given = number
        forget()
        guard var change = lastChange else { return }
        if given > 0 { change.number = given }
        let steps = editor.stepCount
        count = change.number
        for key in change.keys { _ = step(key, &editor, &ring) }
        if !isNormal {
            let (times, between) = change.insertion
            let rest = Self.repeated(between + change.text, times - 1)
            type(change.text + rest, &editor)
            editor.insertion = nil
            leaveInsert(&editor)
        }
        forget()
        editor.joinSteps(since: steps)
        lastChange = change
    }

    /// A text as often as it is wanted, or as fits the line.
    private static func repeated(_ text: String, _ times: Int) -> String {
        let fitting = LineEditor.byteLimit / max(1, text.utf8.count) + 1
        return String(repeating: text, count: min(max(0, times), fitting))
    }

    private func type(_ text: String, _ editor: inout LineEditor) {
        guard isReplacing else { return editor.insert(text) }
        for character in text { editor.overtype(character) }
    }
}

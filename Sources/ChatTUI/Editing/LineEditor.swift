import ChatProtocol

/// The input line: text, cursor and undo, edited as readline does, one grapheme cluster at a time.
package struct LineEditor: Sendable {
    /// Bytes of UTF-8 that fit, which is what a message may have; more is not taken, and
    /// ``isFull`` says so.
    static let byteLimit = Limits.messageBytes
    /// Steps that can be undone; the oldest goes.
    static let undoLimit = 100

    /// The text as grapheme clusters; a line break is `\n`.
    var characters: [Character] = []
    /// 0 to `characters.count`: the cluster it stands before.
    var cursor = 0
    /// Whether something did not fit; until the next edit.
    var isFull = false

    /// Bytes of UTF-8 in ``characters``.
    var byteCount = 0
    /// What Alt-_ brings back, the next one last.
    var undone: [Snapshot] = []
    /// What Ctrl-_ brings back, the next one last; at most ``undoLimit``.
    var undoable: [Snapshot] = []
    /// How many steps were made, of which ``undoable`` keeps the newest.
    var stepCount = 0
    /// What the last key did.
    var last = Step.other
    /// How much the last yank inserted, for Alt-Y to replace, and which entry it was.
    var yanked = (count: 0, entry: 0)

    /// What vi inserts; none once all of the text is another one.
    var insertion: Insertion?

    /// The line before a change.
    struct Snapshot: Sendable {
        let text: String
        let cursor: Int
    }

    /// What a key did, where the next one depends on it.
    enum Step: Hashable, Sendable {
        case typing, killing, yanking, recalling, other
    }

    /// Makes an editor with the cursor at the end.
    ///
    /// - Parameter text: cut off at ``byteLimit`` bytes.
    package init(_ text: String = "") {
        replaceAll(with: text)
        undoable = []
        last = .other
    }

    /// What stands in the line.
    package var text: String { String(characters) }
    /// Whether nothing does.
    package var isEmpty: Bool { characters.isEmpty }
    /// The bytes of UTF-8 in it, at most ``byteLimit``.
    package var bytes: Int { byteCount }

    // MARK: - Changes

    /// Types text at the cursor: one step to undo for a run of it.
    ///
    /// - Parameter text: may hold line breaks and what a paste brings; controls are left out.
    mutating func insert(_ text: String) {
        let startsWord = text.first?.isWhitespace == true
        if last != .typing || startsWord { remember() }
        last = .typing
        splice(cursor..<cursor, with: Self.cleaned(text))
    }

    /// Puts a paste in at the cursor: one step to undo.
    ///
    /// - Parameter text: line breaks of any kind are kept as lines.
    mutating func paste(_ text: String) {
        remember()
        last = .other
        splice(cursor..<cursor, with: Self.cleaned(text))
    }

    /// Replaces a stretch, as a completion does.
    ///
    /// - Parameters:
    ///   - range: clusters, brought into the text's bounds.
    ///   - text: what stands there then, with the cursor behind it.
    mutating func replace(_ range: Range<Int>, with text: String) {
        remember()
        last = .other
        splice(range.clamped(to: 0..<characters.count), with: Self.cleaned(text))
    }

    /// Replaces everything, which can be undone.
    ///
    /// - Parameter text: the new text, with the cursor at its end.
    mutating func replaceAll(with text: String) {
        insertion = nil
        replace(0..<characters.count, with: text)
    }

    // MARK: - The one change

    /// Replaces a stretch with text and puts the cursor behind it.
    ///
    /// What stands on both sides is cut into clusters anew, since an accent joins the letter before
    /// it.
    ///
    /// - Parameter text: without controls; cut off at what fits.
    mutating func splice(_ range: Range<Int>, with text: String) {
        let first = max(0, range.lowerBound - 1)
        let end = min(characters.count, range.upperBound + 1)
        let before = String(characters[first..<range.lowerBound])
        let after = String(characters[range.upperBound..<end])
        let removed = characters[range].reduce(0) { $0 + $1.utf8.count }
        let room = Self.byteLimit - byteCount + removed
        let fitting = Self.prefix(of: text, bytes: room)
        isFull = fitting.utf8.count < text.utf8.count
        characters.replaceSubrange(first..<end, with: Array(before + fitting + after))
        byteCount += fitting.utf8.count - removed
        cursor = min(first + (before + fitting).count, characters.count)
    }

    private static func prefix(of text: String, bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var kept = ""
        var count = 0
        for character in text {
            count += character.utf8.count
            guard count <= bytes else { break }
            kept.append(character)
        }
        return kept
    }

    /// A text without controls but tabs; line breaks of any kind become `\n`.
    ///
    /// - Parameter text: as it was typed or pasted.
    /// - Returns: what may stand in the line.
    static func cleaned(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == 0xc2 || $0 == 0xe2 })
        else { return text }
        var kept = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            let isBreak = scalar == "\r" || scalar.value == 0x2028 || scalar.value == 0x2029
            defer { wasReturn = scalar == "\r" }
            if scalar == "\n", wasReturn { continue }
            if isBreak || scalar == "\n" {
                kept.append("\n")
            } else if scalar == "\t" || scalar.properties.generalCategory != .control {
                kept.append(scalar)
            }
        }
        return String(kept)
    }
}

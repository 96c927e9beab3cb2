import TestTools
import Testing

@testable import ChatTUI

@Suite("The line editor")
struct LineEditorTests {
    /// A text with `|` where the cursor stands.
    private static func editor(_ picture: String) -> LineEditor {
        let parts = picture.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        var ring = KillRing()
        var editor = LineEditor(parts.joined())
        while editor.cursor > parts[0].count { editor.apply(.backwardCharacter, ring: &ring) }
        return editor
    }

    private static func picture(_ editor: LineEditor) -> String {
        var characters = editor.characters.map(String.init)
        characters.insert("|", at: editor.cursor)
        return characters.joined()
    }

    @Test(
        "does what readline's keys do",
        arguments: [
            (.beginningOfLine, "one two|", "|one two"), (.endOfLine, "|one two", "one two|"),
            (.beginningOfLine, "one\ntw|o", "one\n|two"), (.endOfLine, "o|ne\ntwo", "one|\ntwo"),
            (.backwardCharacter, "ab|c", "a|bc"), (.forwardCharacter, "ab|c", "abc|"),
            (.backwardCharacter, "|", "|"), (.forwardCharacter, "a|", "a|"),
            (.backwardWord, "one two.three|", "one two.|three"),
            (.backwardWord, "one  |", "|one  "),
            (.forwardWord, "|one two", "one| two"), (.forwardWord, "one| two", "one two|"),
            (.deleteCharacter, "a|bc", "a|c"), (.deleteCharacter, "abc|", "abc|"),
            (.backwardDeleteCharacter, "ab|c", "a|c"), (.backwardDeleteCharacter, "|c", "|c"),
            (.unixWordRubout, "one two.three|", "one |"),
            (.unixWordRubout, "one two  |x", "one |x"),
            (.backwardKillWord, "one two.three|", "one two.|"), (.killWord, "|one two", "| two"),
            (.unixLineDiscard, "one tw|o", "|o"), (.killLine, "one| two", "one|"),
            (.killLine, "one|\ntwo", "one|two"), (.unixLineDiscard, "a\nbc|d", "a\n|d"),
            (.transposeCharacters, "ab|c", "acb|"), (.transposeCharacters, "abc|", "acb|"),
            (.transposeCharacters, "|abc", "|abc"), (.newline, "a|b", "a\n|b"),
            (.backwardDeleteCharacter, "👍🏽|x", "|x"), (.backwardDeleteCharacter, "日本|", "日|"),
            (.deleteCharacter, "|e\u{301}x", "|x"), (.backwardCharacter, "a👩‍👩‍👧|", "a|👩‍👩‍👧"),
            (.unixWordRubout, "日本 語|", "日本 |"), (.backwardWord, "日本|", "|日本"),
        ] as [(EditAction, String, String)]
    )
    func does(action: EditAction, before: String, after: String) {
        var editor = Self.editor(before)
        var ring = KillRing()
        editor.apply(action, ring: &ring)
        #expect(Self.picture(editor) == after)
    }

    @Test("joins cuts in a row, and puts back older ones with Alt-Y")
    func yanks() {
        var ring = KillRing()
        var editor = LineEditor("one two three")
        editor.apply(.unixWordRubout, ring: &ring)
        editor.apply(.unixWordRubout, ring: &ring)
        #expect(ring.entries == ["two three"])
        editor.apply(.beginningOfLine, ring: &ring)
        editor.apply(.killWord, ring: &ring)
        #expect(ring.entries == ["one", "two three"])
        editor.apply(.endOfLine, ring: &ring)
        editor.apply(.yank, ring: &ring)
        #expect(editor.text == " one")
        editor.apply(.yankPop, ring: &ring)
        #expect(editor.text == " two three")
        editor.apply(.yankPop, ring: &ring)
        #expect(editor.text == " one")
        editor.apply(.backwardCharacter, ring: &ring)
        editor.apply(.yankPop, ring: &ring)
        #expect(editor.text == " one")
    }

    @Test("keeps ten cuts")
    func boundsTheRing() {
        var ring = KillRing()
        for number in 0..<30 { ring.push("\(number)") }
        #expect(ring.entries.count == KillRing.limit)
        #expect(ring.entries.first == "29")
    }

    @Test("undoes a word at a time and does it again")
    func undoes() {
        var ring = KillRing()
        var editor = LineEditor()
        for character in "one two" { editor.insert(String(character)) }
        editor.apply(.unixWordRubout, ring: &ring)
        #expect(editor.text == "one ")
        editor.apply(.undo, ring: &ring)
        #expect(editor.text == "one two")
        editor.apply(.undo, ring: &ring)
        #expect(editor.text == "one")
        editor.apply(.undo, ring: &ring)
        #expect(editor.text == "")
        editor.apply(.undo, ring: &ring)
        editor.apply(.redo, ring: &ring)
        editor.apply(.redo, ring: &ring)
        #expect(editor.text == "one two")
        editor.insert("x")
        editor.apply(.redo, ring: &ring)
        #expect(editor.text == "one twox")
    }

    @Test("joins an accent to the letter before it, and two letters to a flag")
    func joins() {
        var ring = KillRing()
        var editor = LineEditor("e")
        editor.insert("\u{301}")
        #expect(editor.characters == ["é"])
        #expect(editor.cursor == 1)
        editor = LineEditor()
        for scalar in "🇩🇪".unicodeScalars { editor.insert(String(scalar)) }
        #expect(editor.characters.count == 1)
        editor.apply(.backwardDeleteCharacter, ring: &ring)
        #expect(editor.isEmpty && editor.bytes == 0)
    }

    @Test("takes no more than a message may have, and says so until the next key")
    func isBounded() {
        var ring = KillRing()
        var editor = LineEditor(String(repeating: "ä", count: LineEditor.byteLimit / 2 - 1))
        #expect(!editor.isFull)
        editor.paste("日本")
        #expect(editor.isFull)
        #expect(editor.bytes == LineEditor.byteLimit - 2)
        editor.apply(.backwardDeleteCharacter, ring: &ring)
        #expect(!editor.isFull)
        editor.insert("x")
        #expect(editor.bytes == LineEditor.byteLimit - 3)
        for _ in 0..<500 { editor.apply(.backwardDeleteCharacter, ring: &ring) }
        for _ in 0..<500 { editor.apply(.undo, ring: &ring) }
        // Of 500 deletions a hundred could be undone.
        #expect(editor.bytes == LineEditor.byteLimit - 3 - 1 - 2 * 399)
    }

    @Test("keeps the lines of a paste, and none of its controls")
    func cleansAPaste() {
        var editor = LineEditor()
        editor.paste("one\r\ntwo\rthree\u{2028}four\u{1b}[31m\u{07}\u{85}\tend")
        #expect(editor.text == "one\ntwo\nthree\nfour[31m\tend")
    }

    @Test("moves between the lines of a text")
    func movesBetweenLines() {
        var editor = Self.editor("abc\nd\nefg|h")
        var pictures: [String] = []
        for isDown in [false, false, false, true, true, true] {
            pictures.append(editor.moveLine(down: isDown) ? Self.picture(editor) : "none")
        }
        let middle = "abc\nd|\nefgh"
        #expect(pictures == [middle, "a|bc\nd\nefgh", "none", middle, "abc\nd\ne|fgh", "none"])
    }

    @Test("keeps its cursor and its count right whatever is done", arguments: 0..<100)
    func keepsItsInvariants(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var ring = KillRing()
        var editor = LineEditor()
        let texts = [
            "a", " ", "日", "\u{301}", "👍", "🏽", "\u{200d}", "🇩", "\n", "\r\n", "e\u{301}",
            "\u{1100}", "\u{1161}",
        ]
        for _ in 0..<300 {
            if Bool.random(using: &generator) {
                editor.insert(texts[Int.random(in: 0..<texts.count, using: &generator)])
            } else {
                let actions = EditAction.allCases
                editor.apply(
                    actions[Int.random(in: 0..<actions.count, using: &generator)],
                    ring: &ring
                )
            }
            #expect((0...editor.characters.count).contains(editor.cursor), "seed \(seed)")
            #expect(editor.bytes == editor.text.utf8.count, "seed \(seed)")
            #expect(Array(editor.text) == editor.characters, "seed \(seed)")
        }
    }
}

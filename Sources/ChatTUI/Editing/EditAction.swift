/// What a key does to the input line; the words are readline's.
package enum EditAction: Hashable, Sendable, CaseIterable {
    case beginningOfLine, endOfLine, backwardCharacter, forwardCharacter
    case backwardWord, forwardWord
    case deleteCharacter, backwardDeleteCharacter
    case unixWordRubout, killWord, backwardKillWord, unixLineDiscard, killLine
    case yank, yankPop, transposeCharacters
    case transposeWords, upcaseWord, downcaseWord, capitalizeWord
    case undo, redo, newline
}

/// What a key asks for.
enum Action: Hashable, Sendable {
    case edit(EditAction)
    case send, complete(back: Bool)
    case pageUp, pageDown, halfPageUp, halfPageDown, newest
    case nextRoom, previousRoom, room(Int), nextUnread, lastRoom
    case older, newer
    /// The same through what was sent in all rooms.
    case olderAnywhere, newerAnywhere
    case scrollUp, scrollDown, toggleMouse
    // Reading
    case firstUnread, nextMention, previousMention, cleanView
    case goTo, catchUp, find, original, links
    /// Writing and acting: a message is selected, what was sent before is looked for.
    case select, recall, yankLastWord, editExternally
    case cancelTransfer
    /// Ctrl-X: the next key is another one than by itself.
    case chord
    case roomList, memberList
    case help, redraw, suspend, reconnect
    /// Ctrl-C: close, clear, then hint.
    case interrupt
    /// Ctrl-D: delete, or leave from an empty line.
    case deleteOrQuit
    /// Esc: close what covers the messages, else go to the newest.
    case escape
}

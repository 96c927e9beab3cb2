/// The keys of select mode and what they do: the one table that drives it and its help.
enum SelectKeys {
    /// Keys that do the same, with what the help says about them.
    struct Binding: Sendable {
        var keys: [Key]
        var action: SelectAction
        /// How the help writes the keys.
        var label: String
        /// What they do.
        var help: String
        /// What they do in one word, for the line that shows meanwhile; `nil` leaves them out.
        var word: String?
    }

    /// What a key does while a message is selected.
    ///
    /// - Parameter key: any key.
    /// - Returns: `nil` if it does nothing there.
    static func action(for key: Key) -> SelectAction? {
        bindings.first { $0.keys.contains(key) }?.action
    }

    /// In the order of the help.
    static let bindings = moving + acting

    private static let moving: [Binding] = [
        Binding([letter("k"), Key(.up)], .older, "k, Up", "the message before"),
        Binding([letter("j"), Key(.down)], .newer, "j, Down", "the message after"),
        Binding([letter("g"), Key(.home)], .oldest, "g, Home", "the first one that is loaded"),
        Binding([letter("G"), Key(.end)], .newest, "G, End", "the newest"),
        Binding([Key(.pageUp)], .pageUp, "PageUp", "a page up"),
        Binding([Key(.pageDown)], .pageDown, "PageDown", "a page down"),
    ]

    private static let acting: [Binding] = [
        Binding([letter("r")], .reply, "r", "answer it; send it again if it was refused", "reply"),
        Binding([letter("e")], .edit, "e", "change your own", "edit"),
        Binding([letter("d"), Key(.delete)], .delete, "d", "take your own back", "delete"),
        Binding([letter("+")], .react, "+", "put an emoji on it; the same takes it back", "react"),
        Binding([letter("y")], .copy, "y", "copy what was written", "copy"),
        Binding([letter("Y")], .copyWithName, "Y", "copy it with name and time"),
        Binding([letter("c")], .copyCode, "c", "copy its code", "code"),
        Binding([letter("o")], .open, "o", "open its link", "open"),
        Binding([letter("s")], .fetch, "s", "save its file"),
        Binding([letter("t")], .thread, "t", "what it answers and all answers", "thread"),
        Binding([letter("u")], .markUnread, "u", "unread from here on", "unread"),
        Binding([Key(.enter)], .details, "Enter", "go to what it answers, else its details"),
        Binding(
            [Key(.escape), letter("q"), Key(.character("c"), .control), control("s")],
            .leave,
            "Esc, q",
            "back to the line",
            "back"
        ),
    ]

    private static func letter(_ character: Character) -> Key { Key(.character(character)) }

    private static func control(_ character: Character) -> Key {
        Key(.character(character), .control)
    }
}

extension SelectKeys.Binding {
    fileprivate init(
        _ keys: [Key],
        _ action: SelectAction,
        _ label: String,
        _ help: String,
        _ word: String? = nil
    ) {
        self.init(keys: keys, action: action, label: label, help: help, word: word)
    }
}

/// What a key asks for while a message is selected.
enum SelectAction: Hashable, Sendable, CaseIterable {
    case older, newer, oldest, newest, pageUp, pageDown
    case reply, edit, delete, react, copy, copyWithName, copyCode, open, fetch, thread, markUnread,
        details
    case leave
}

/// The keys and what they do: the one table that drives the client and its help.
enum KeyMap {
    /// Keys that do the same, with what the help says about them.
    struct Binding: Sendable {
        var keys: [Key]
        var action: Action
        /// How the help writes the keys.
        var label: String
        /// What they do; `nil` keeps them out of the help.
        var help: String?
    }

    /// What a key does.
    ///
    /// - Parameter key: any key.
    /// - Returns: `nil` if it does nothing.
    static func action(for key: Key) -> Action? { actions[key] }

    /// In the order of the help.
    static let bindings = moving + rooms + editing + other

    private static let actions: [Key: Action] = {
        var actions: [Key: Action] = [:]
        for binding in bindings {
            for key in binding.keys { actions[key] = binding.action }
        }
        return actions
    }()

    private static let moving: [Binding] = [
        Binding([Key(.enter)], .send, "Enter", "send"),
        Binding(
            [Key(.enter, .alt), Key(.enter, .shift), control("j")],
            .edit(.newline),
            "Alt-Enter, Ctrl-J",
            "a new line in the message"
        ),
        Binding([Key(.tab)], .complete(back: false), "Tab", "complete a name, room or command"),
        Binding([Key(.tab, .shift)], .complete(back: true), "Shift-Tab", "the one before"),
        Binding([Key(.pageUp)], .pageUp, "PageUp", "older messages"),
        Binding([Key(.pageDown)], .pageDown, "PageDown", "newer messages"),
        Binding([Key(.pageUp, .alt)], .halfPageUp, "Alt-PageUp", "half a page up"),
        Binding([Key(.pageDown, .alt)], .halfPageDown, "Alt-PageDown", "half a page down"),
        Binding([Key(.escape)], .escape, "Esc", "close, or the newest message"),
        Binding([Key(.end, .alt)], .newest, "Alt-End", "the newest message"),
    ]

    private static let rooms: [Binding] =
        [
            Binding(
                [control("n"), Key(.right, .alt)],
                .nextRoom,
                "Ctrl-N, Alt-Right",
                "next room"
            ),
            Binding(
                [control("p"), Key(.left, .alt)],
                .previousRoom,
                "Ctrl-P, Alt-Left",
                "previous room"
            ),
            Binding([alt("a")], .nextUnread, "Alt-A", "next room with something unread, then back"),
            Binding([alt("/")], .lastRoom, "Alt-/", "last room"),
            Binding([alt("1")], .room(1), "Alt-1 to 9", "room by number"),
        ]
        + (2...9).map { number in
            Binding([alt(Character("\(number)"))], .room(number), "Alt-\(number)", nil)
        }

    private static let editing: [Binding] = [
        Binding([Key(.up)], .older, "Up", "line above, or what you sent before"),
        Binding([Key(.down)], .newer, "Down", "line below, or back to the draft"),
        edit([control("a"), Key(.home)], .beginningOfLine, "Ctrl-A, Home", "start of the line"),
        edit([control("e"), Key(.end)], .endOfLine, "Ctrl-E, End", "end of the line"),
        edit([control("b"), Key(.left)], .backwardCharacter, "Ctrl-B, Left", "back"),
        edit([control("f"), Key(.right)], .forwardCharacter, "Ctrl-F, Right", "forward"),
        edit([alt("b"), Key(.left, .control)], .backwardWord, "Alt-B", "back a word"),
        edit([alt("f"), Key(.right, .control)], .forwardWord, "Alt-F", "forward a word"),
        edit([Key(.delete)], .deleteCharacter, "Delete", "delete"),
        edit(
            [Key(.backspace), control("h"), Key(.backspace, .shift)],
            .backwardDeleteCharacter,
            "Backspace, Ctrl-H",
            "delete before"
        ),
        edit([control("w")], .unixWordRubout, "Ctrl-W", "cut the word before"),
        edit([alt("d"), Key(.delete, .control)], .killWord, "Alt-D", "cut the word after"),
        edit(
            [Key(.backspace, .alt), Key(.character("h"), [.alt, .control])],
            .backwardKillWord,
            "Alt-Backspace",
            "cut the word before, to a sign"
        ),
        edit([control("u")], .unixLineDiscard, "Ctrl-U", "cut to the start"),
        edit([control("k")], .killLine, "Ctrl-K", "cut to the end"),
        edit([control("y")], .yank, "Ctrl-Y", "put back what was cut"),
        edit([alt("y")], .yankPop, "Alt-Y", "what was cut before that"),
        edit([control("t")], .transposeCharacters, "Ctrl-T", "exchange two letters"),
        edit([control("_")], .undo, "Ctrl-_", "undo"),
        edit([alt("_")], .redo, "Alt-_", "redo"),
    ]

    private static let other: [Binding] = [
        Binding([Key(.function(1))], .help, "F1", "this help"),
        Binding([control("l")], .redraw, "Ctrl-L", "draw the screen anew"),
        Binding([control("r")], .reconnect, "Ctrl-R", "connect now"),
        Binding([control("z")], .suspend, "Ctrl-Z", "suspend"),
        Binding([control("c")], .interrupt, "Ctrl-C", "clear the line"),
        Binding([control("d")], .deleteOrQuit, "Ctrl-D", "delete; leave if the line is empty"),
    ]

    private static func control(_ character: Character) -> Key {
        Key(.character(character), .control)
    }

    private static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }

    private static func edit(
        _ keys: [Key],
        _ action: EditAction,
        _ label: String,
        _ help: String
    ) -> Binding {
        Binding(keys, .edit(action), label, help)
    }
}

extension KeyMap.Binding {
    fileprivate init(_ keys: [Key], _ action: Action, _ label: String, _ help: String?) {
        self.init(keys: keys, action: action, label: label, help: help)
    }
}

/// The keys as they are unless the person says otherwise: the one table that drives the client, its
/// help, its manual and the names in its configuration.
enum KeyTable {
    /// In the order of the help.
    static let groups: [KeyGroup] = [
        KeyGroup(title: "Writing", bindings: writing + acting),
        KeyGroup(title: "Reading", bindings: reading),
        KeyGroup(title: "Rooms", bindings: rooms),
        KeyGroup(title: "In the line", bindings: editing),
        KeyGroup(title: "The screen", bindings: screen),
    ]

    /// The bindings by their names.
    static let standard: [String: KeyBinding] = Dictionary(
        groups.flatMap(\.bindings).map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    private static let writing: [KeyBinding] = [
        KeyBinding("send", .send, [Key(.enter)], "send"),
        edit(
            "newline",
            .newline,
            [Key(.enter, .alt), control("j"), Key(.enter, .shift)],
            "a new line in the message"
        ),
        KeyBinding(
            "complete",
            .complete(back: false),
            [Key(.tab)],
            "complete a name, room or command"
        ),
        KeyBinding(
            "complete-previous",
            .complete(back: true),
            [Key(.tab, .shift)],
            "the one before"
        ),
    ]

    private static let acting: [KeyBinding] = [
        KeyBinding("select", .select, [control("s")], "select a message: answer, change, copy"),
        KeyBinding("recall", .recall, [control("r")], "look for what you sent before"),
        KeyBinding("external-editor", .editExternally, [alt("e")], "write in $EDITOR"),
        KeyBinding("chord", .chord, [control("x")], "then Ctrl-E: $EDITOR; then Ctrl-U: undo"),
        KeyBinding(
            "cancel-transfer",
            .cancelTransfer,
            [alt("k")],
            "stop sending or fetching a file"
        ),
        KeyBinding("yank-last-word", .yankLastWord, [alt(".")], "the last word you sent"),
    ]

    private static let reading: [KeyBinding] = [
        KeyBinding("page-up", .pageUp, [Key(.pageUp)], "older messages"),
        KeyBinding("page-down", .pageDown, [Key(.pageDown)], "newer messages"),
        KeyBinding("half-page-up", .halfPageUp, [Key(.pageUp, .alt)], "half a page up"),
        KeyBinding("half-page-down", .halfPageDown, [Key(.pageDown, .alt)], "half a page down"),
        KeyBinding("scroll-up", .scrollUp, [Key(.up, .shift)], "three rows up"),
        KeyBinding("scroll-down", .scrollDown, [Key(.down, .shift)], "three rows down"),
        KeyBinding("escape", .escape, [Key(.escape)], "close, or the newest message"),
        KeyBinding("newest", .newest, [Key(.end, .alt)], "the newest message"),
        KeyBinding("first-unread", .firstUnread, [alt("u")], "the first unread message"),
        KeyBinding("next-mention", .nextMention, [alt("n")], "next message that names you"),
        KeyBinding("previous-mention", .previousMention, [alt("p")], "the one before"),
        KeyBinding("original", .original, [alt("j")], "what this message answers"),
        KeyBinding("links", .links, [control("o")], "open one of the newest links"),
        KeyBinding(
            "find",
            .find,
            [control("f")],
            "find in the room; again: on the server (inside the line: forward)"
        ),
        KeyBinding("catch-up", .catchUp, [Key(.function(2))], "what is unread in all rooms"),
        KeyBinding("clean-view", .cleanView, [alt("l")], "text alone, to be selected; and back"),
    ]

    private static let rooms: [KeyBinding] =
        [
            KeyBinding("next-room", .nextRoom, [control("n"), Key(.right, .alt)], "next room"),
            KeyBinding(
                "previous-room",
                .previousRoom,
                [control("p"), Key(.left, .alt)],
                "previous room"
            ),
            KeyBinding(
                "next-unread",
                .nextUnread,
                [alt("a")],
                "next room with something unread, then back"
            ),
            KeyBinding("last-room", .lastRoom, [alt("/"), alt("s")], "last room"),
            KeyBinding("go-to", .goTo, [control("g")], "go to a room by a few letters"),
        ]
        + (1...10).map { number in
            KeyBinding(
                "room-\(number)",
                .room(number),
                [alt(Character("\(number % 10)"))],
                "room by number",
                row: number == 1 ? .first("Alt-1 to 9, Alt-0") : .further
            )
        }

    private static let editing: [KeyBinding] = [
        KeyBinding("older", .older, [Key(.up)], "line above, or what you sent before"),
        KeyBinding("newer", .newer, [Key(.down)], "line below, or back to the draft"),
        KeyBinding(
            "older-anywhere",
            .olderAnywhere,
            [Key(.up, .control)],
            "what you sent in any room"
        ),
        KeyBinding("newer-anywhere", .newerAnywhere, [Key(.down, .control)], "the one after that"),
        edit(
            "beginning-of-line",
            .beginningOfLine,
            [control("a"), Key(.home)],
            "start of the line"
        ),
        edit("end-of-line", .endOfLine, [control("e"), Key(.end)], "end of the line"),
        edit("backward-character", .backwardCharacter, [control("b"), Key(.left)], "back"),
        edit("forward-character", .forwardCharacter, [Key(.right)], "forward"),
        edit("backward-word", .backwardWord, [alt("b"), Key(.left, .control)], "back a word"),
        edit("forward-word", .forwardWord, [alt("f"), Key(.right, .control)], "forward a word"),
        edit("delete-character", .deleteCharacter, [Key(.delete)], "delete"),
        edit(
            "backward-delete-character",
            .backwardDeleteCharacter,
            [Key(.backspace), control("h"), Key(.backspace, .shift)],
            "delete before"
        ),
        edit("unix-word-rubout", .unixWordRubout, [control("w")], "cut the word before"),
        edit("kill-word", .killWord, [alt("d"), Key(.delete, .control)], "cut the word after"),
        edit(
            "backward-kill-word",
            .backwardKillWord,
            [
                Key(.backspace, .alt), Key(.backspace, .control),
                Key(.character("h"), [.alt, .control]),
            ],
            "cut the word before, to a sign"
        ),
        edit("unix-line-discard", .unixLineDiscard, [control("u")], "cut to the start"),
        edit(
            "kill-line",
            .killLine,
            [control("k")],
            "cut to the end; from an empty line: go to a room"
        ),
        edit("yank", .yank, [control("y")], "put back what was cut"),
        edit("yank-pop", .yankPop, [alt("y")], "what was cut before that"),
        edit("transpose-characters", .transposeCharacters, [control("t")], "exchange two letters"),
        edit("transpose-words", .transposeWords, [alt("t")], "exchange two words"),
        edit("capitalize-word", .capitalizeWord, [alt("c")], "a capital letter"),
        edit("upcase-word", .upcaseWord, [alt("U")], "the word in capitals"),
        edit("downcase-word", .downcaseWord, [alt("L")], "the word in small letters"),
        edit("undo", .undo, [control("_")], "undo"),
        edit("redo", .redo, [alt("_")], "redo"),
    ]

    private static let screen: [KeyBinding] = [
        KeyBinding("help", .help, [Key(.function(1))], "this help"),
        KeyBinding(
            "room-list",
            .roomList,
            [Key(.function(7)), alt("B")],
            "show or hide the rooms"
        ),
        KeyBinding(
            "member-list",
            .memberList,
            [Key(.function(8)), alt("N")],
            "show or hide the members"
        ),
        KeyBinding("redraw", .redraw, [control("l")], "draw the screen anew"),
        KeyBinding("mouse", .toggleMouse, [alt("m")], "take the mouse, or give it back"),
        KeyBinding("reconnect", .reconnect, [Key(.function(4))], "connect now"),
        KeyBinding("suspend", .suspend, [control("z")], "suspend"),
        KeyBinding("interrupt", .interrupt, [control("c")], "clear the line"),
        KeyBinding(
            "delete-or-quit",
            .deleteOrQuit,
            [control("d")],
            "delete; leave if the line is empty"
        ),
    ]

    private static func control(_ character: Character) -> Key {
        Key(.character(character), .control)
    }

    private static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }

    private static func edit(
        _ name: String,
        _ action: EditAction,
        _ keys: [Key],
        _ help: String
    ) -> KeyBinding {
        KeyBinding(name, .edit(action), keys, help)
    }
}

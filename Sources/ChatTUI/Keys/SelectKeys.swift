/// The keys of select mode and what they do: the one table that drives it and its help, with what
/// the configuration changed in it.
package struct SelectKeys: Sendable {
    /// As the table says.
    package static let standard = SelectKeys(moving + acting)

    /// In the order of the help.
    package let bindings: [Binding]
    private let actions: [Key: SelectAction]

    /// Keys that do the same, with what the help says about them.
    package struct Binding: Hashable, Sendable {
        /// How the configuration calls what they do; it never changes once it was published.
        package var name: String
        var action: SelectAction
        /// The keys that do it; none if the person took them all away.
        package var keys: [Key]
        /// What they do.
        package var help: String
        /// What they do in one word, for the line that shows meanwhile; `nil` leaves them out.
        var word: String?

        /// How the help writes the keys: the first two; `nil` if there is none.
        var label: String? {
            keys.isEmpty ? nil : keys.prefix(2).map(\.description).joined(separator: ", ")
        }
    }

    /// Makes the keys.
    ///
    /// - Parameter bindings: each key in one; of a key in two the later one counts.
    init(_ bindings: [Binding]) {
        self.bindings = bindings
        var actions: [Key: SelectAction] = [:]
        for binding in bindings {
            for key in binding.keys { actions[key] = binding.action }
        }
        self.actions = actions
    }

    /// The standard keys with changes.
    ///
    /// - Parameters:
    ///   - changes: in the order of the file.
    ///   - faults: takes unknown names, and keys that would mean two things.
    package static func standard(
        with changes: [KeyMap.Change],
        faults: inout [ConfigurationFault]
    ) -> SelectKeys {
        let names = Set(standard.bindings.map(\.name))
        let rebinding = Rebinding(changes, of: names, areTyped: true, faults: &faults)
        let bindings = standard.bindings.map { binding in
            var binding = binding
            if let keys = rebinding.keys[binding.name] { binding.keys = keys }
            return binding
        }
        rebinding.noteConflicts(in: bindings.map { ($0.name, $0.keys) }, faults: &faults)
        return SelectKeys(bindings)
    }

    /// What a key does while a message is selected.
    ///
    /// - Returns: `nil` if it does nothing there.
    func action(for key: Key) -> SelectAction? { actions[key] }

    private static let moving: [Binding] = [
        Binding("older", .older, [letter("k"), Key(.up), control("s")], "the message before"),
        Binding("newer", .newer, [letter("j"), Key(.down)], "the message after"),
        Binding("oldest", .oldest, [letter("g"), Key(.home)], "the first one that is loaded"),
        Binding("newest", .newest, [letter("G"), Key(.end)], "the newest"),
        Binding("page-up", .pageUp, [Key(.pageUp)], "a page up"),
        Binding("page-down", .pageDown, [Key(.pageDown)], "a page down"),
    ]

    private static let acting: [Binding] = [
        Binding(
            "reply",
            .reply,
            [letter("r")],
            "answer it; send it again if it was refused",
            "reply"
        ),
        Binding("edit", .edit, [letter("e")], "change your own", "edit"),
        Binding(
            "delete",
            .delete,
            [letter("d"), Key(.delete)],
            "take your own back; moderators: any",
            "delete"
        ),
        Binding(
            "react",
            .react,
            [letter("+")],
            "put an emoji on it; the same takes it back",
            "react"
        ),
        Binding("copy", .copy, [letter("y")], "copy what was written", "copy"),
        Binding("copy-with-name", .copyWithName, [letter("Y")], "copy it with name and time"),
        Binding("copy-code", .copyCode, [letter("c")], "copy its code", "code"),
        Binding("open", .open, [letter("o")], "open its link", "open"),
        Binding("save-file", .fetch, [letter("s")], "save its file"),
        Binding("view", .view, [letter("v")], "show its picture"),
        Binding("thread", .thread, [letter("t")], "what it answers and its answers", "thread"),
        Binding("pin", .pin, [letter("p")], "keep it in your list, or take it out"),
        Binding("mark-unread", .markUnread, [letter("u")], "unread from here on", "unread"),
        Binding("details", .details, [Key(.enter)], "go to what it answers, else its details"),
        Binding(
            "leave",
            .leave,
            [Key(.escape), letter("q"), Key(.character("c"), .control)],
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
        _ name: String,
        _ action: SelectAction,
        _ keys: [Key],
        _ help: String,
        _ word: String? = nil
    ) {
        self.init(name: name, action: action, keys: keys, help: help, word: word)
    }
}

/// What a key asks for while a message is selected.
enum SelectAction: Hashable, Sendable, CaseIterable {
    case older, newer, oldest, newest, pageUp, pageDown
    case reply, edit, delete, react, copy, copyWithName, copyCode, open, fetch, view, thread,
        pin, markUnread, details
    case leave
}

/// Which key does what, for one person: the table, with what the configuration changed in it.
package struct KeyMap: Sendable {
    /// As the table says.
    package static let standard = KeyMap(KeyTable.groups)

    /// In the order of the help.
    package let groups: [KeyGroup]
    private let actions: [Key: Action]

    /// Makes a map.
    ///
    /// - Parameter groups: each key in one binding; of a key in two the later one counts.
    init(_ groups: [KeyGroup]) {
        self.groups = groups
        var actions: [Key: Action] = [:]
        for binding in groups.flatMap(\.bindings) {
            for key in binding.keys { actions[key] = binding.action }
        }
        self.actions = actions
    }

    /// All bindings, in the order of the help.
    package var bindings: [KeyBinding] { groups.flatMap(\.bindings) }

    /// Keys that most terminals send without what is held with them.
    private static let plain: Set<Key.Code> = [.enter, .tab, .backspace, .escape]

    /// What a key does: where nothing else is said, one of these does with Ctrl, Alt or Shift what
    /// it does alone, as it would in another terminal.
    ///
    /// - Returns: `nil` if it does nothing.
    func action(for key: Key) -> Action? {
        if let action = actions[key] { return action }
        guard !key.modifiers.isEmpty, Self.plain.contains(key.code) else { return nil }
        let shifted = Key(key.code, key.modifiers.intersection(.shift))
        return actions[shifted] ?? actions[Key(key.code)]
    }

    /// How a hint writes the key for something.
    ///
    /// - Returns: `nil` if no key does it.
    func label(of action: Action) -> String? {
        bindings.first { $0.action == action }?.keys.first?.description
    }
}

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

    /// What a key does.
    ///
    /// - Parameter key: any key.
    /// - Returns: `nil` if it does nothing.
    func action(for key: Key) -> Action? { actions[key] }

    /// How a hint writes the key for something.
    ///
    /// - Parameter action: what it does.
    /// - Returns: `nil` if no key does it.
    func label(of action: Action) -> String? {
        bindings.first { $0.action == action }?.keys.first?.description
    }
}

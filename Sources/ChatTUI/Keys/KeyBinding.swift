/// What some keys do, with the words that the help, the manual and the configuration use for it.
package struct KeyBinding: Hashable, Sendable {
    /// How the configuration calls what they do; it never changes once it was published.
    package let name: String
    let action: Action
    /// The keys that do it; none if the person took them all away.
    package internal(set) var keys: [Key]
    /// What they do, in a few words.
    package let help: String
    /// What stands in the help for a row of similar bindings; the others of the row have none.
    let row: Row

    /// How a binding shows in the help.
    enum Row: Hashable, Sendable {
        case own
        /// For several bindings: how their keys are written while they are the standard ones.
        case first(String)
        /// Told by the first.
        case further
    }

    /// Makes a binding.
    ///
    /// - Parameters:
    ///   - name: how the configuration calls it, such as `next-room`.
    ///   - help: what that is, in a few words.
    ///   - row: how it shows in the help.
    init(_ name: String, _ action: Action, _ keys: [Key], _ help: String, row: Row = .own) {
        self.name = name
        self.action = action
        self.keys = keys
        self.help = help
        self.row = row
    }

    /// How the help writes the keys: the first two; `nil` if there is none, or no row for it.
    var label: String? {
        switch row {
        case .further: nil
        case .first(let text) where self == KeyTable.standard[name]: text
        case .own, .first:
            keys.isEmpty ? nil : keys.prefix(2).map(\.description).joined(separator: ", ")
        }
    }
}

/// Bindings that belong together.
package struct KeyGroup: Hashable, Sendable {
    /// Over the group in the help and the manual.
    package let title: String
    /// In the order of the help.
    package internal(set) var bindings: [KeyBinding]
}

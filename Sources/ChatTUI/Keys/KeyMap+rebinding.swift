extension KeyMap {
    /// A line of the configuration that gives an action other keys.
    package struct Change: Hashable, Sendable {
        /// Its name in the table.
        package var action: String
        /// Names of keys, parted by commas; `none` for no key.
        package var keys: String
        /// The line in the file, from 1.
        package var line: Int
    }

    /// The standard keys with changes.
    ///
    /// An action that is named has the keys that are named with it, and no others.
    ///
    /// - Parameters:
    ///   - changes: in the order of the file.
    ///   - faults: takes unknown names, and keys that would mean two things; the map then is the
    ///     one without the change.
    package static func standard(
        with changes: [Change],
        faults: inout [ConfigurationFault]
    ) -> KeyMap {
        let names = Set(KeyTable.standard.keys)
        let rebinding = Rebinding(changes, of: names, areTyped: false, faults: &faults)
        let groups = KeyTable.groups.map { group in
            KeyGroup(
                title: group.title,
                bindings: group.bindings.map { $0.with(rebinding.keys[$0.name] ?? $0.keys) }
            )
        }
        let map = KeyMap(groups)
        rebinding.noteConflicts(in: map.bindings.map { ($0.name, $0.keys) }, faults: &faults)
        return map
    }
}

extension KeyBinding {
    fileprivate func with(_ keys: [Key]) -> KeyBinding {
        var changed = self
        changed.keys = keys
        return changed
    }
}

extension KeyMap {
    /// A line of the configuration that gives an action other keys.
    package struct Change: Hashable, Sendable {
        package var action: String
        /// Names of keys, parted by commas; `none` for no key.
        package var keys: String
        /// The line in the file, from 1.
        package var line: Int

        /// Makes a change.
        ///
        /// - Parameters:
        ///   - action: its name in the table.
        ///   - keys: names of keys, parted by commas; `none` for no key.
        ///   - line: the line in the file, from 1.
        package init(action: String, keys: String, line: Int) {
            self.action = action
            self.keys = keys
            self.line = line
        }
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
                group.title,
                group.bindings.map { $0.with(rebinding.keys[$0.name] ?? $0.keys) }
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

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
    /// - Returns: the map.
    package static func standard(
        with changes: [Change],
        faults: inout [ConfigurationFault]
    ) -> KeyMap {
        var keys: [String: [Key]] = [:]
        var lines: [String: Int] = [:]
        for change in changes {
            guard KeyTable.standard[change.action] != nil else {
                let words = "there is no action \(change.action); docs/keys.md lists them"
                faults.append(ConfigurationFault(line: change.line, words: words))
                continue
            }
            if let other = lines[change.action] {
                let words = "\(change.action) has its keys on line \(other) already"
                faults.append(ConfigurationFault(line: change.line, words: words))
                continue
            }
            lines[change.action] = change.line
            keys[change.action] = read(change, faults: &faults)
        }
        let groups = KeyTable.groups.map { group in
            KeyGroup(group.title, group.bindings.map { $0.with(keys[$0.name] ?? $0.keys) })
        }
        let map = KeyMap(groups)
        map.noteConflicts(lines: lines, faults: &faults)
        return map
    }

    private static func read(_ change: Change, faults: inout [ConfigurationFault]) -> [Key]? {
        guard change.keys.lowercased() != "none" else { return [] }
        var keys: [Key] = []
        for part in change.keys.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split { $0 == " " || $0 == "\t" }
            do throws(Key.NameError) {
                let key = try Key(named: words.joined(separator: " "))
                if !keys.contains(key) { keys.append(key) }
            } catch {
                faults.append(ConfigurationFault(line: change.line, words: "\(error)"))
                return nil
            }
        }
        return keys
    }

    private func noteConflicts(lines: [String: Int], faults: inout [ConfigurationFault]) {
        var owners: [Key: KeyBinding] = [:]
        for binding in bindings {
            for key in binding.keys {
                guard let owner = owners.updateValue(binding, forKey: key) else { continue }
                // The standard keys are all different, so one of the two was changed.
                let isLater = (lines[binding.name] ?? 0) >= (lines[owner.name] ?? 0)
                let (changed, other) = isLater ? (binding, owner) : (owner, binding)
                let words =
                    "\(key) is \(other.name) as well: give that another key, or `\(other.name) = none`"
                faults.append(ConfigurationFault(line: lines[changed.name] ?? 0, words: words))
            }
        }
    }
}

extension KeyBinding {
    fileprivate func with(_ keys: [Key]) -> KeyBinding {
        var changed = self
        changed.keys = keys
        return changed
    }
}

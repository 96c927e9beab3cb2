/// Which keys the configuration gives to which names, in one of its sections of keys.
struct Rebinding {
    /// The keys by name; of names that are not here the standard ones hold.
    private(set) var keys: [String: [Key]] = [:]
    /// Where each name was given its keys.
    private var lines: [String: Int] = [:]

    /// Reads the lines of a section.
    ///
    /// - Parameters:
    ///   - changes: in the order of the file.
    ///   - areTyped: whether keys that are typed elsewhere, such as `r`, may be named.
    ///   - faults: takes unknown names, and keys that there are not.
    init(
        _ changes: [KeyMap.Change],
        of names: Set<String>,
        areTyped: Bool,
        faults: inout [ConfigurationFault]
    ) {
        for change in changes {
            guard names.contains(change.action) else {
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
            keys[change.action] = Self.read(change, areTyped: areTyped, faults: &faults)
        }
    }

    private static func read(
        _ change: KeyMap.Change,
        areTyped: Bool,
        faults: inout [ConfigurationFault]
    ) -> [Key]? {
        guard change.keys.lowercased() != "none" else { return [] }
        var keys: [Key] = []
        for part in change.keys.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split { $0 == " " || $0 == "\t" }
            do throws(Key.NameError) {
                let key = try Key(named: words.joined(separator: " "), isTyped: areTyped)
                if !keys.contains(key) { keys.append(key) }
            } catch {
                faults.append(ConfigurationFault(line: change.line, words: "\(error)"))
                return nil
            }
        }
        return keys
    }

    /// Reports keys that would mean two things.
    ///
    /// - Parameters:
    ///   - bindings: names with the keys that they have now.
    ///   - faults: takes a fault for each such key, on the line that brought it.
    func noteConflicts(
        in bindings: [(name: String, keys: [Key])],
        faults: inout [ConfigurationFault]
    ) {
        var owners: [Key: String] = [:]
        for binding in bindings {
            for key in binding.keys {
                guard let owner = owners.updateValue(binding.name, forKey: key) else { continue }
                // The standard keys are all different, so one of the two was changed.
                let isLater = (lines[binding.name] ?? 0) >= (lines[owner] ?? 0)
                let (changed, other) = isLater ? (binding.name, owner) : (owner, binding.name)
                let words =
                    "\(key) is \(other) as well: give that another key, or `\(other) = none`"
                faults.append(ConfigurationFault(line: lines[changed] ?? 0, words: words))
            }
        }
    }
}

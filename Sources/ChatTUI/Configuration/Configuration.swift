package import ChatProtocol

/// What the configuration file says, checked.
package struct Configuration: Sendable {
    /// Bytes of a file that are read; a longer one is refused.
    package static let byteLimit = 64 * 1024
    /// Faults that are reported at once; further ones wait until these are mended.
    static let faultLimit = 20

    /// The sections whose lines give actions other keys.
    private static let keySections: Set<String> = ["keys", "select"]

    /// The server's address, with its line: whoever knows of addresses checks it.
    package var server: Located?
    package var name: MemberName?
    /// Empty if the file names none.
    package var rooms: [RoomName] = []
    /// The servers that have a section of their own, in the order of the sections.
    package var servers: [Server] = []
    package var theme = Theme()
    package var options = ClientOptions()

    /// A value with the line it stands on.
    package struct Located: Hashable, Sendable {
        package var value: String
        package var line: Int
    }

    /// A server that has a section of its own.
    package struct Server: Hashable, Sendable {
        /// Bytes of a title: as many as the room list shows whole.
        package static let titleLimit = 20

        /// What follows `server` in the section's head.
        package var title: String
        /// The section's first line that sets something.
        package var line: Int
        package var address: Located?
        package var name: MemberName?
        /// Empty if the section names none.
        package var rooms: [RoomName] = []
    }

    /// What is said without a file.
    package init() {}

    /// Reads a file.
    ///
    /// - Returns: what it says, and everything in it that cannot be, in the order of the lines.
    package static func read(_ text: String) -> (Configuration, faults: [ConfigurationFault]) {
        var configuration = Configuration()
        var faults: [ConfigurationFault] = []
        var changes: [String: [KeyMap.Change]] = [:]
        var seen: [String: Int] = [:]
        for line in ConfigurationLine.all(in: text, faults: &faults) {
            if keySections.contains(line.section) {
                changes[line.section, default: []].append(
                    KeyMap.Change(action: line.key, keys: line.value, line: line.number)
                )
                continue
            }
            do throws(ConfigurationFault) {
                let setting = try setting(for: line, seen: &seen)
                try configuration.noteServer(of: line)
                if let words = setting.take(line, &configuration) { throw line.fault(words) }
            } catch {
                faults.append(error)
            }
        }
        faults += configuration.serverFaults(linesOf: seen)
        configuration.options.keys = KeyMap.standard(with: changes["keys"] ?? [], faults: &faults)
        configuration.options.selectKeys = SelectKeys.standard(
            with: changes["select"] ?? [],
            faults: &faults
        )
        faults.sort { $0.line < $1.line }
        return (configuration, Array(faults.prefix(faultLimit)))
    }

    private static func setting(
        for line: ConfigurationLine,
        seen: inout [String: Int]
    ) throws(ConfigurationFault) -> ConfigurationSetting {
        let place = "\(line.section).\(line.key)"
        if let other = seen[place] {
            throw line.fault("\(line.key) is set on line \(other) already")
        }
        seen[place] = line.number
        let all = ConfigurationSetting.all
        let section = line.isOfServer ? ConfigurationSetting.serverSection : line.section
        guard section.isEmpty || all.contains(where: { $0.section == section }) else {
            throw line.fault("there is no section [\(line.section)]")
        }
        let found = all.first { $0.section == section && $0.key == line.key }
        guard let found else {
            let other = all.first { $0.key == line.key }
            let place = line.section.isEmpty ? "before the first section" : "in [\(line.section)]"
            let hint = other.map { "; it belongs \($0.place)" } ?? ""
            throw line.fault("there is no setting \(line.key) \(place)\(hint)")
        }
        return found
    }
}

extension ConfigurationLine {
    /// A fault on this line.
    ///
    /// - Parameter words: what is wrong, and what would be right.
    func fault(_ words: String) -> ConfigurationFault {
        ConfigurationFault(line: number, words: words)
    }
}

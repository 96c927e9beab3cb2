import ChatProtocol

/// Commands of the person's own.
extension Model {
    /// What a line says, with what an alias stands for in its place.
    ///
    /// - Returns: what Enter would make of it.
    func entry(of line: String) -> Entry { Entry(writing.preferences.expanded(line)) }

    /// `/alias [[-]NAME [/COMMAND]]`: lists, shows, makes or ends one.
    ///
    /// - Returns: nothing to do; what was done is said.
    /// - Throws: why it is not done.
    mutating func alias(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect] {
        let words = argument.split(maxSplits: 1) { $0.isWhitespace }
        guard let first = words.first else { return tellAliases() }
        let name = String(first.drop { $0 == "/" || $0 == "-" }).lowercased()
        let line = words.dropFirst().first.map(String.init) ?? ""
        if first.hasPrefix("-") {
            guard writing.preferences.aliases.removeValue(forKey: name) != nil else {
                throw CommandFault("/\(name) is not an alias")
            }
            return show(notice: "/\(name) is no longer an alias")
        }
        guard !line.isEmpty else {
            guard let line = writing.preferences.aliases[name] else {
                throw CommandFault("/\(name) is not an alias")
            }
            return show(notice: "/\(name) is \(line)")
        }
        try check(name, line)
        writing.preferences.aliases[name] = line
        return show(notice: "/\(name) is \(line)")
    }

    private mutating func tellAliases() -> [Effect] {
        let names = writing.preferences.aliases.keys.sorted().map { "/\($0)" }
        let words = names.isEmpty ? "there is no alias" : names.joined(separator: ", ")
        return show(notice: words)
    }

    private func check(_ name: String, _ line: String) throws(CommandFault) {
        guard Preferences.isAlias(name) else {
            throw CommandFault("an alias has letters, digits, - and _, at most 32")
        }
        guard !Command.all.contains(where: { $0.name == name || $0.aliases.contains(name) }) else {
            throw CommandFault("/\(name) is a command already")
        }
        guard line.utf8.count <= Preferences.aliasBytes else {
            throw CommandFault("an alias has \(Preferences.aliasBytes) bytes at most")
        }
        // One stands for a command; what it stands for is looked up once, so that none can run in a
        // circle, and no password is kept in one.
        guard case .command(let found, _) = Entry(line) else {
            throw CommandFault("an alias stands for a command: /alias \(name) /me waves")
        }
        guard ![.login, .register].contains(found.kind) else {
            throw CommandFault("what may hold a password cannot be an alias")
        }
        let aliases = writing.preferences.aliases
        guard aliases.count < Preferences.limit || aliases[name] != nil else {
            throw CommandFault("\(Preferences.limit) of them are enough")
        }
    }
}

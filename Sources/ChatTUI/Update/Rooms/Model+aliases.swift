import ChatProtocol

/// Commands of the person's own.
extension Model {
    /// `/alias [[-]NAME [/COMMAND]]`: lists, shows, makes or ends one.
    ///
    /// - Parameters:
    ///   - argument: what follows the command.
    ///   - command: for its usage.
    /// - Returns: nothing to do; what was done is said.
    /// - Throws: why it is not done.
    mutating func alias(_ argument: String, _ command: Command) throws(CommandFault) -> [Effect] {
        let words = argument.split(maxSplits: 1) { $0.isWhitespace }
        guard let first = words.first else { return tellAliases() }
        let name = String(first.drop { $0 == "/" || $0 == "-" }).lowercased()
        let line = words.dropFirst().first.map(String.init) ?? ""
        if first.hasPrefix("-") {
            guard writing.preferences.aliases.removeValue(forKey: name) != nil else {
                throw CommandFault("/\(name) is no alias")
            }
            return show(notice: "/\(name) is no alias any more")
        }
        guard !line.isEmpty else {
            guard let line = writing.preferences.aliases[name] else {
                throw CommandFault("/\(name) is no alias")
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
            throw CommandFault("what may hold a password is no alias")
        }
        let aliases = writing.preferences.aliases
        guard aliases.count < Preferences.limit || aliases[name] != nil else {
            throw CommandFault("\(Preferences.limit) of them are enough")
        }
    }
}

extension Preferences {
    /// Bytes of a line that an alias stands for.
    package static let aliasBytes = 500
    /// Characters of an alias's name.
    private static let aliasNameLimit = 32

    /// Whether a word can name an alias.
    ///
    /// - Parameter name: without the slash.
    /// - Returns: `true` for lower-case letters, digits, `-` and `_` of ASCII, not too many.
    static func isAlias(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2d
                || byte == 0x5f
        }
        return isPlain && !name.hasPrefix("-") && (1...aliasNameLimit).contains(name.utf8.count)
    }

    /// A line with what its alias stands for in its place.
    ///
    /// - Parameter line: as it was typed.
    /// - Returns: the same line if it begins with no alias. Words that the alias does not name
    ///   stand behind it.
    func expanded(_ line: String) -> String {
        guard !aliases.isEmpty, line.hasPrefix("/") else { return line }
        let word = line.dropFirst().prefix { !$0.isWhitespace }
        guard let meant = aliases[word.lowercased()] else { return line }
        let rest = line[word.endIndex...].drop { $0.isWhitespace }
        let filled = Self.filled(meant, with: String(rest))
        if let filled { return filled }
        return rest.isEmpty ? meant : "\(meant) \(rest)"
    }

    /// The line of an alias with the words that it names; `nil` if it names none.
    private static func filled(_ meant: String, with rest: String) -> String? {
        let words = rest.split { $0.isWhitespace }
        var result = ""
        var isNamed = false
        var left = meant[...]
        while let sign = left.firstIndex(of: "$") {
            result += left[..<sign]
            left = left[left.index(after: sign)...]
            guard let place = left.first else {
                result += "$"
                break
            }
            if place == "*" {
                result += rest
            } else if let number = place.wholeNumberValue, place.isASCII, number > 0 {
                result += number <= words.count ? String(words[number - 1]) : ""
            } else {
                result += "$"
                continue
            }
            isNamed = true
            left = left.dropFirst()
        }
        return isNamed ? result + left : nil
    }
}

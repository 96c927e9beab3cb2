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

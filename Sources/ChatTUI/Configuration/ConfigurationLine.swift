/// A line of a configuration file that sets something: `key = value`, under a `[section]`.
struct ConfigurationLine: Hashable, Sendable {
    /// The last `[section]` above it; empty before the first.
    var section: String
    var key: String
    /// Without the blanks around it, and without quotes that enclose all of it.
    var value: String
    /// From 1.
    var number: Int

    /// The value as a sentence has it, where nothing would be nothing to read.
    var shownValue: String { value.isEmpty ? "\"\"" : value }

    /// Reads a file.
    ///
    /// A comment has a line of its own that begins with `#`, since values may hold that sign.
    ///
    /// - Parameter faults: takes the lines that are neither blank, comment, section nor setting.
    static func all(in text: String, faults: inout [ConfigurationFault]) -> [ConfigurationLine] {
        var lines: [ConfigurationLine] = []
        var section = ""
        // A carriage return and a line feed are one cluster.
        let parts = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, part) in parts.enumerated() {
            let line = trimmed(part)
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = trimmed(line.dropFirst().dropLast())
                continue
            }
            guard let equals = line.firstIndex(of: "="), equals != line.startIndex else {
                let words = "this is no `key = value`, no [section] and no # comment"
                faults.append(ConfigurationFault(line: index + 1, words: words))
                continue
            }
            lines.append(
                ConfigurationLine(
                    section: section,
                    key: trimmed(line[..<equals]),
                    value: unquoted(trimmed(line[line.index(after: equals)...])),
                    number: index + 1
                )
            )
        }
        return lines
    }

    /// The value's parts between commas, without the blanks and the quotation marks around them.
    ///
    /// Where the first and the last part stand in marks, the value has lost the outer ones.
    var list: [String] {
        value.split(separator: ",").map { part in
            let start = Self.trimmed(part).drop { $0 == "\"" }
            return Self.trimmed(String(start.reversed().drop { $0 == "\"" }.reversed()))
        }.filter { !$0.isEmpty }
    }

    /// What of ``list`` cannot be meant; `nil` if nothing.
    ///
    /// A comma may end it.
    var listFault: String? {
        var parts = value.split(separator: ",", omittingEmptySubsequences: false).map { part in
            Self.trimmed(part)
        }
        if parts.last == "" { parts.removeLast() }
        if parts.contains("") { return "a comma has nothing before it" }
        var marks = parts.map { part in
            (opens: part.hasPrefix("\""), closes: part.count > 1 && part.hasSuffix("\""))
        }
        // The outer ones of both are gone.
        if marks.count > 1, let first = marks.first, let last = marks.last,
            !first.opens, first.closes, last.opens, !last.closes
        {
            marks = Array(marks.dropFirst().dropLast())
        }
        let isWhole = marks.allSatisfy { $0.opens == $0.closes }
        return isWhole ? nil : "a quotation mark has no partner between its commas"
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        // An editor may have put a byte order mark before the first line.
        let start = text.drop { $0.isWhitespace || $0 == "\u{feff}" }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// A text without quotation marks that enclose all of it.
    ///
    /// - Returns: the same where there are none.
    static func unquoted(_ text: String) -> String {
        let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        return isQuoted ? String(text.dropFirst().dropLast()) : text
    }
}

/// The text of a configuration file, changed in one place.
package enum ConfigurationText {
    /// Sets a value.
    ///
    /// Its line is changed if there is one; else a new one stands in its section, which is made at
    /// the end if there is none. All else stays as it is.
    ///
    /// - Parameters:
    ///   - section: empty for what stands before the first one.
    ///   - value: without line breaks.
    package static func setting(
        _ text: String,
        section: String,
        key: String,
        value: String
    ) -> String {
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        if lines.last == "" { lines.removeLast() }
        var faults: [ConfigurationFault] = []
        let said = ConfigurationLine.all(in: text, faults: &faults)
        let line = "\(key) = \(value)"
        if let there = said.last(where: { $0.section == section && $0.key == key }) {
            lines[there.number - 1] = line
        } else if section.isEmpty {
            lines.insert(line, at: 0)
        } else if let head = lines.lastIndex(where: { head(of: $0) == section }) {
            lines.insert(line, at: head + 1)
        } else {
            lines += (lines.isEmpty ? [] : [""]) + ["[\(section)]", line]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func head(of line: String) -> String? {
        let bare = line.filter { !$0.isWhitespace }
        guard bare.hasPrefix("["), bare.hasSuffix("]") else { return nil }
        return String(bare.dropFirst().dropLast())
    }
}

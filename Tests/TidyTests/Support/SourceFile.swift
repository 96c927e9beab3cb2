/// A text file, by lines.
struct SourceFile: Sendable {
    /// From the project's top folder.
    let path: String
    let text: String
    let lines: [String]
    /// The same lines of Swift without what is in comments and between quotation marks.
    let code: [String]

    /// Takes a file's text.
    ///
    /// - Parameter path: from the project's top folder.
    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = Self.lines(of: text)
        var stripper = CodeStripper(text)
        code = path.hasSuffix(".swift") ? Self.lines(of: stripper.code()) : []
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The target that the file belongs to.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// Where a line is, for a person.
    ///
    /// - Parameters:
    ///   - index: the line's, from 0.
    ///   - words: what is wrong with it.
    /// - Returns: `path:line: words`.
    func place(_ index: Int, _ words: String) -> String {
        "\(path):\(index + 1): \(words)"
    }
}

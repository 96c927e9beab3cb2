/// The code in a message, by the same rules by which it is drawn.
enum CodeBlocks {
    /// The code that a message has: its blocks, and where there is none its spans.
    ///
    /// - Returns: in order, without the marks; each as it was written.
    static func all(in text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        let message = MessageText(lines: lines.map(String.init))
        let blocks = message.blocks.map { $0.joined(separator: "\n") }.filter { !$0.isEmpty }
        guard blocks.isEmpty else { return blocks }
        return message.parts.flatMap { part in
            guard case .text(let line) = part else { return [String]() }
            return spans(in: line)
        }
    }

    /// A text between fences.
    ///
    /// - Returns: a block that ends on a line of its own, whatever stands in the code.
    static func block(of text: String) -> String {
        // A fence inside the code needs a longer one around it.
        let lines: [Substring] = text.split(separator: "\n")
        let inner = lines.map { line in line.prefix { $0 == "`" }.count }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, inner + 1))
        return "\(fence)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
    }

    /// The code inside of a line: its characters that are drawn as such, side by side.
    private static func spans(in line: String) -> [String] {
        let marks = InlineMarks(line)
        let isCode = marks.marks.map { $0.contains(.code) }
        return isCode.indices.split { !isCode[$0] }.map { String(marks.characters[$0]) }
    }
}

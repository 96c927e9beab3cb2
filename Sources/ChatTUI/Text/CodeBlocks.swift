/// The code in a message as Markdown marks it.
///
/// Source: CommonMark 0.31, sections 4.5 (fenced code blocks) and 6.1 (code spans).
enum CodeBlocks {
    private static let fence = "```"

    /// The code that a message has: its blocks, and where there is none its spans.
    ///
    /// - Parameter text: what was said.
    /// - Returns: in order, without the marks; each as it was written.
    static func all(in text: String) -> [String] {
        let blocks = blocks(in: text)
        return blocks.isEmpty ? spans(in: text) : blocks
    }

    /// A text between fences.
    ///
    /// - Parameter text: what is code.
    /// - Returns: a block that ends on a line of its own, whatever stands in the code.
    static func block(of text: String) -> String {
        // A fence inside the code needs a longer one around it.
        let lines: [Substring] = text.split(separator: "\n")
        let inner = lines.map { line in line.prefix { $0 == "`" }.count }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, inner + 1))
        return "\(fence)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
    }

    private static func blocks(in text: String) -> [String] {
        var blocks: [String] = []
        var open: (fence: Substring, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let mark = line.drop { $0 == " " }.prefix { $0 == "`" }
            if let block = open {
                if mark.count >= block.fence.count {
                    blocks.append(block.lines.joined(separator: "\n"))
                    open = nil
                } else {
                    open?.lines.append(line)
                }
            } else if mark.count >= fence.count {
                open = (mark, [])
            }
        }
        // A fence that is never closed encloses the rest.
        if let open { blocks.append(open.lines.joined(separator: "\n")) }
        return blocks.filter { !$0.isEmpty }
    }

    private static func spans(in text: String) -> [String] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        // Every second part stands between two marks, but for one after the last mark.
        return parts.enumerated().compactMap { number, part in
            number % 2 == 1 && number < parts.count - 1 && !part.isEmpty ? String(part) : nil
        }
    }
}

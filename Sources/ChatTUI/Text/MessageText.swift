import ChatProtocol

/// The text of a message in the parts that are drawn each in its own way.
struct MessageText {
    /// Blanks before a fence; with more it is text.
    ///
    /// Source: CommonMark 0.31, section 4.5.
    private static let fenceIndent = 3

    /// A line of the message.
    enum Part: Hashable, Sendable {
        /// A line of text, with its inline marks.
        case text(String)
        /// A line inside of a fenced block, and the language that the fence names.
        case code(String, language: String = "")
    }

    /// In their order; the fences themselves are left out.
    private(set) var parts: [Part] = []
    /// The lines of each fenced block.
    private(set) var blocks: [[String]] = []

    private struct Fence {
        var sign: Character
        var length: Int
        var language: String
    }

    /// Reads a message.
    ///
    /// - Parameter text: as it was written, by anyone.
    init(_ text: String, limit: Int) {
        self.init(lines: SafeText(text).lines.prefix(limit))
    }

    /// Reads a message that is not drawn.
    init(lines: some Collection<String>) {
        var open: Fence?
        for line in lines {
            let fence = Self.fence(in: line)
            if let begun = open {
                if let fence, fence.isBare, fence.sign == begun.sign, fence.length >= begun.length {
                    open = nil
                } else {
                    parts.append(.code(line, language: begun.language))
                    blocks[blocks.count - 1].append(line)
                }
            } else if let fence {
                open = Fence(sign: fence.sign, length: fence.length, language: fence.language)
                blocks.append([])
            } else {
                parts.append(.text(line))
            }
        }
        // Fences around nothing are what was said.
        if parts.isEmpty { parts = lines.map { .text($0) } }
    }

    /// The fence that a line is.
    private static func fence(
        in line: String
    ) -> (sign: Character, length: Int, language: String, isBare: Bool)? {
        let indent = line.prefix { $0 == " " }
        let rest = line.dropFirst(indent.count)
        guard indent.count <= fenceIndent, let sign = rest.first, sign == "`" || sign == "~"
        else { return nil }
        let length = rest.prefix { $0 == sign }.count
        let info = rest.dropFirst(length)
        // With backticks behind it, it is code inside of a line.
        guard length >= 3, sign == "~" || !info.contains("`") else { return nil }
        let language = info.split(separator: " ").first.map { $0.lowercased() } ?? ""
        return (sign, length, language, info.allSatisfy { $0 == " " })
    }
}

import Foundation

/// Pages of Markdown.
enum PageRules {
    static let all = [
        Rule(
            "A page has one title",
            in: Repository.pages,
            path: "docs/SAMPLE.md",
            bad: "# One\n# Two",
            good: "# One\n```\n# a comment\n```\n## Two"
        ) { page in
            let titles = prose(of: page).filter { page.lines[$0].hasPrefix("# ") }
            return titles.count == 1 ? [] : [page.place(0, "\(titles.count) titles")]
        },
        Rule(
            "A link leads somewhere",
            in: Repository.pages,
            path: "docs/SAMPLE.md",
            bad: "# A\n[gone](NOWHERE.md)\n[gone](#nowhere)",
            good: "# A b\n[here](API.md) [out](https://swift.org) [up](#a-b) `[x](y)`"
        ) { page in
            prose(of: page).flatMap { index in
                links(in: page.lines[index]).filter { !leads($0, from: page) }
                    .map { page.place(index, "no \($0)") }
            }
        },
        Rule(
            "A line of prose has at most 100 columns",
            in: Repository.pages.filter { !copied.contains($0.path) },
            path: "docs/SAMPLE.md",
            bad: "# A\n" + String(repeating: "é ", count: 51),
            good: "# A\n" + String(repeating: "é ", count: 50) + "\n| " + words + " |\n[a](https://"
                + String(repeating: "a", count: 100) + ")\n```\n" + words + "\n```"
        ) { page in
            prose(of: page).filter { isTooLong(page.lines[$0]) }
                .map { page.place($0, "\(page.lines[$0].count) columns") }
        },
        Rule(
            "The code map names each folder of the targets that it describes",
            in: Repository.pages.filter { $0.path == codeMap },
            path: codeMap,
            bad: "# A\n### Serialization\nHow it is written.\n### The rest\n`Bytes/`",
            good: "# A\n### Serialization\nHow it is written: `Bytes/`.\n### The rest"
        ) { page in
            sections(of: page).flatMap { section in
                folders(of: section.title).filter { !section.text.contains("`\($0)/`") }
                    .map { page.place(section.line, "\(section.title) has \($0)/") }
            }
        },
    ]

    private static let codeMap = "ARCHITECTURE.md"

    /// What stands below each heading of the third level.
    private static func sections(
        of page: SourceFile
    ) -> [(line: Int, title: String, text: String)] {
        let heads = prose(of: page).filter { page.lines[$0].hasPrefix("#") }
        let ends = heads.dropFirst() + [page.lines.count]
        return zip(heads, ends).filter { page.lines[$0.0].hasPrefix("### ") }.map { head, end in
            let title = String(page.lines[head].dropFirst(4))
            return (head, title, page.lines[head..<end].joined(separator: "\n"))
        }
    }

    /// The folders right below a target's own.
    private static func folders(of target: String) -> [String] {
        let files = Repository.sources.filter { $0.target == target }
        let parts = files.map { $0.path.split(separator: "/") }.filter { $0.count > 3 }
        return Set(parts.map { String($0[2]) }).sorted()
    }

    private static let words = String(repeating: "a ", count: 51)

    /// What is copied from elsewhere as it is.
    private static let copied = ["docs/API.md"]

    /// A row of a table cannot be parted, nor can an address.
    private static func isTooLong(_ line: String) -> Bool {
        line.count > ShapeRules.lineColumns && !line.hasPrefix("|") && !line.contains("://")
    }

    /// The lines outside fenced code.
    private static func prose(of page: SourceFile) -> [Int] {
        var isCode = false
        return page.lines.indices.filter { index in
            let isFence = page.lines[index].drop { $0 == " " }.hasPrefix("```")
            if isFence { isCode.toggle() }
            return !isCode && !isFence
        }
    }

    private static func links(in line: String) -> [String] {
        let text = line.replacing(/`[^`]*`/, with: "")
        return text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }
    }

    private static func leads(_ link: String, from page: SourceFile) -> Bool {
        if link.contains("://") || link.hasPrefix("mailto:") { return true }
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let folder = (page.path as NSString).deletingLastPathComponent
        let target = parts[0].isEmpty ? nil : String(parts[0])
        let path = target.map { URL(fileURLWithPath: Repository.root + "/" + folder + "/" + $0) }
        if let path, !FileManager.default.fileExists(atPath: path.path) { return false }
        guard parts.count == 2 else { return true }
        guard let path else { return anchors(of: page).contains(String(parts[1])) }
        let relative = String(path.standardizedFileURL.path.dropFirst(Repository.root.count + 1))
        let page = Repository.pages.first { $0.path == relative }
        return page.map { anchors(of: $0).contains(String(parts[1])) } ?? false
    }

    /// The headings' addresses as GitHub makes them.
    private static func anchors(of page: SourceFile) -> Set<String> {
        Set(
            prose(of: page).map { page.lines[$0] }.filter { $0.hasPrefix("#") }.map { line in
                line.drop { $0 == "#" || $0 == " " }.lowercased()
                    .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                    .replacing(" ", with: "-")
            }
        )
    }
}

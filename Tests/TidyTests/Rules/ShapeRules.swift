/// How long things may be.
enum ShapeRules {
    static let lineColumns = 100
    static let functionLines = 70
    static let fileLines = 300
    /// Pictures of screens take room.
    static let testLines = 500

    static let all = [
        Rule(
            "A line has at most 100 columns",
            in: Repository.files.filter { isCode($0.path) },
            bad: String(repeating: "a", count: lineColumns + 1),
            good: String(repeating: "é", count: lineColumns)
        ) { file in
            file.lines.indices.filter { isTooLong(file.lines[$0]) }
                .map { file.place($0, "\(file.lines[$0].count) columns") }
        },
        Rule(
            "A file has at most 300 lines, one of tests 500",
            in: Repository.files.filter { isCode($0.path) },
            bad: String(repeating: "\n", count: fileLines + 1),
            good: String(repeating: "\n", count: fileLines)
        ) { file in
            let limit = file.path.hasPrefix("Tests/") ? testLines : fileLines
            let count = file.lines.count
            return count > limit ? [file.place(limit, "\(count) lines")] : []
        },
        Rule(
            "A function has at most 70 lines",
            in: Repository.swift,
            bad: "func a() {\n" + String(repeating: "    b()\n", count: functionLines - 1) + "}\n",
            good: "func a() {\n" + String(repeating: "    b()\n", count: functionLines - 2) + "}\n"
                + String(repeating: "// b\n", count: 20)
        ) { file in
            FunctionLengths.of(file).filter { $0.lines > functionLines }
                .map { file.place($0.start, "\($0.lines) lines") }
        },
    ]

    /// A line that is one text, such as a row of a screen, cannot be parted.
    private static func isTooLong(_ line: String) -> Bool {
        guard line.utf8.count > lineColumns, line.count > lineColumns else { return false }
        let text = line.drop { $0 == " " }
        return !text.hasPrefix("\"") && !text.hasPrefix("#\"")
    }

    private static func isCode(_ path: String) -> Bool {
        [".swift", ".sh", "Makefile", ".ci/run"].contains { path.hasSuffix($0) }
    }
}

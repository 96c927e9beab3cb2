/// Something that holds in every file, and the proof that a breach is seen.
struct Rule: Sendable {
    let name: String
    /// Which files it is about.
    let files: [SourceFile]
    /// Finds every breach in a file.
    let breaches: @Sendable (SourceFile) -> [String]
    /// A file that breaks the rule; a rule that no file can break is none.
    let bad: SourceFile
    /// A file that does not, though it looks like it.
    let good: SourceFile

    /// Makes a rule from samples of Swift.
    init(
        _ name: String,
        in files: [SourceFile],
        path: String = "Sources/ChatServer/Sample.swift",
        bad: String,
        good: String,
        breaches: @escaping @Sendable (SourceFile) -> [String]
    ) {
        self.name = name
        self.files = files
        self.breaches = breaches
        self.bad = SourceFile(path: path, text: bad)
        self.good = SourceFile(path: path, text: good)
    }

    /// Makes a rule of a pattern that no line of the code may match.
    ///
    /// - Parameters:
    ///   - pattern: a regular expression, over code without comments and strings.
    ///   - hint: what every match contains, as patterns are slow.
    ///   - reason: what is wrong with a match.
    ///   - good: none.
    ///   - isExempt: where it does not hold.
    static func banned(
        _ name: String,
        _ pattern: String,
        hint: String,
        in files: [SourceFile],
        reason: String,
        bad: String,
        good: String,
        except isExempt: @escaping @Sendable (SourceFile) -> Bool = { _ in false }
    ) -> Rule {
        Rule(name, in: files, bad: bad, good: good) { file in
            isExempt(file)
                ? [] : matches(of: pattern, hint, in: file).map { file.place($0, reason) }
        }
    }

    /// Makes a rule of a pattern that is to have a comment on the line above.
    ///
    /// - Parameters:
    ///   - pattern: a regular expression, over code without comments and strings.
    ///   - hint: what every match contains, as patterns are slow.
    ///   - good: none.
    static func reasoned(
        _ name: String,
        _ pattern: String,
        hint: String,
        in files: [SourceFile],
        bad: String,
        good: String
    ) -> Rule {
        Rule(name, in: files, bad: bad, good: good) { file in
            matches(of: pattern, hint, in: file).filter { index in
                index == 0 || !file.lines[index - 1].drop { $0 == " " }.hasPrefix("//")
            }.map { file.place($0, "no reason above it") }
        }
    }

    private static func matches(of pattern: String, _ hint: String, in file: SourceFile) -> [Int] {
        // A pattern that cannot be read finds nothing, and the rule's bad sample tells.
        guard file.text.contains(hint), let expression = try? Regex(pattern) else { return [] }
        return file.code.indices.filter { index in
            file.code[index].contains(hint) && file.code[index].contains(expression)
        }
    }
}

extension Rule: CustomStringConvertible {
    var description: String { name }
}

/// What is written about the code.
///
/// swift-format's own rule does not look at `package` declarations.
enum DocumentationRules {
    static let all = [
        Rule(
            "A type or function that another target sees has a documentation comment",
            in: Repository.sources,
            bad: "/// A.\npackage struct A {\n    package static func b() {}\n}",
            good:
                "/// A.\n@frozen\npackage struct A {\n    /// B.\n    package func b() {}\n    package var c = 1\n}"
        ) { file in
            file.code.indices.filter { index in
                isDeclaration(file.code[index]) && !isDocumented(index, in: file)
            }.map { file.place($0, "no documentation comment") }
        }
    ]

    /// Whether a line declares a type or a function.
    ///
    /// What a field is, its name may tell.
    private static func isDeclaration(_ line: String) -> Bool {
        let words = line.split { $0 == " " || $0 == "(" || $0 == "<" || $0 == "?" }.drop {
            $0.hasPrefix("@")
        }
        guard ["package", "public"].contains(words.first ?? "") else { return false }
        let kind = words.dropFirst().first {
            !["static", "final", "mutating", "nonisolated", "indirect", "consuming"].contains($0)
        }
        return kind.map { declared.contains(String($0)) } ?? false
    }

    private static let declared: Set = [
        "func", "init", "subscript", "struct", "enum", "class", "actor", "protocol", "typealias",
    ]

    private static func isDocumented(_ index: Int, in file: SourceFile) -> Bool {
        // Attributes may stand between the comment and its declaration.
        let above = file.lines[..<index].last { line in
            !line.drop { $0 == " " }.hasPrefix("@")
        }
        return above?.drop { $0 == " " }.hasPrefix("///") == true
    }
}

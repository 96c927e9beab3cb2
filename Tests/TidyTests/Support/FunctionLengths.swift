/// Finds functions by their words and their braces.
enum FunctionLengths {
    /// A function, from its first line to its closing brace.
    struct Function {
        let start: Int
        let lines: Int
    }

    /// Finds the functions of a file.
    static func of(_ file: SourceFile) -> [Function] {
        file.code.indices.filter { isDeclaration(file.code[$0]) }.compactMap { start in
            end(of: start, in: file.code).map { Function(start: start, lines: $0 - start + 1) }
        }
    }

    private static func isDeclaration(_ line: String) -> Bool {
        let words = line.split { $0 == " " || $0 == "(" || $0 == "<" || $0 == "?" }
        let first = words.drop { ["package", "private", "static"].contains($0) }.first ?? ""
        return words.contains("func") || ["init", "subscript", "deinit"].contains(first)
    }

    /// The line of the brace that closes the first one opened.
    private static func end(of start: Int, in code: [String]) -> Int? {
        var depth = 0
        var parentheses = 0
        for index in code[start...].indices {
            for character in code[index] {
                // A closure that is a parameter's default is no body.
                if depth == 0 {
                    if character == "(" { parentheses += 1 }
                    if character == ")" { parentheses -= 1 }
                    if parentheses > 0 { continue }
                }
                guard character == "{" || character == "}" else { continue }
                depth += character == "{" ? 1 : -1
                if depth == 0 { return index }
                // The scope around a declaration without a body has ended.
                if depth < 0 { return nil }
            }
        }
        return nil
    }
}

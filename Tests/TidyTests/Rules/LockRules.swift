/// What locks hold.
///
/// A box hands its value out to be changed, as the most general form of its type. A function that
/// is the whole value, or stands in an optional or a tuple that is, has another form there: it is
/// wrapped when it is handed out, and the wrapped one, wrapped again, is put back. Each look makes
/// the next call deeper, until the stack has no more place.
enum LockRules {
    static let all = [
        Rule(
            "A box holds a function as a field of a struct, not bare",
            in: Repository.swift,
            bad: "let a = Mutex<@Sendable (Int) -> Void>({ _ in })",
            good: "let a = Mutex<[String: () -> Void]>([:])\nlet b = Mutex(Held())\n"
                + "let c: Mutex<State>\nstruct Held { var call: () -> Void }"
        ) { file in
            let known = functions.union(names(in: file))
            return file.code.indices.filter { index in
                let line = file.code[index]
                guard boxes.contains(where: { line.contains($0) }) else { return false }
                // An argument may go on below.
                let text = file.code[index...].prefix(4).joined(separator: " ")
                return holdsFunction(text, within: line.count, known)
            }.map { file.place($0, "a function as the value of a box") }
        }
    ]

    /// The types that hand their value out to be changed.
    private static let boxes = ["Mutex", "NIOLockedValueBox", "NIOLoopBoundBox", "LockedState"]

    /// The names that stand for functions, wherever they are declared.
    private static let functions = Repository.swift.reduce(into: Set<String>()) { all, file in
        all.formUnion(names(in: file))
    }

    private static func names(in file: SourceFile) -> [String] {
        guard file.text.contains("typealias ") else { return [] }
        return file.code.filter { $0.contains("->") }.compactMap { line in
            line.firstMatch(of: /typealias ([A-Za-z]+)/).map { String($0.output.1) }
        }
    }

    /// Whether a box that is named within the first columns holds a function.
    private static func holdsFunction(
        _ text: String,
        within columns: Int,
        _ functions: Set<String>
    ) -> Bool {
        let end = text.index(text.startIndex, offsetBy: columns)
        return boxes.contains { box in
            text[..<end].ranges(of: box).contains { range in
                let rest = text[range.upperBound...]
                if rest.hasPrefix("({") { return true }
                guard rest.first == "<" else { return false }
                let value = bare(rest.dropFirst())
                let words = value.split { !$0.isLetter }.map(String.init)
                return value.contains("->") || words.contains(where: functions.contains)
            }
        }
    }

    /// The argument that a text begins with, without what is in lists or in types' own arguments.
    private static func bare(_ text: Substring) -> String {
        var depth = 0
        var bare = ""
        var last: Character = " "
        for character in text {
            switch character {
            case "[", "<": depth += 1
            case "]": depth -= 1
            case ">" where last != "-":
                if depth == 0 { return bare }
                depth -= 1
            default:
                if depth == 0 { bare.append(character) }
            }
            last = character
        }
        return bare
    }
}

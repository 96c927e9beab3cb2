import Testing

/// A name means one thing in the whole project.
///
/// Targets that do not see each other can give two types one name, and no compiler minds. A reader
/// who searches for the name does.
@Suite struct NameTests {
    /// The same thing in both programs, for which no target below them has a place.
    private static let shared: Set = ["StandardError", "StandardOutput"]

    /// The names that two targets declare at the top level for their other files.
    private static func doubled(_ files: [SourceFile]) -> [String] {
        var targets: [String: Set<String>] = [:]
        for file in files {
            for name in TypeNames(of: file).offered {
                targets[name, default: []].insert(file.target)
            }
        }
        return targets.filter { $0.value.count > 1 }.map { name, targets in
            "\(name): \(targets.sorted().joined(separator: ", "))"
        }.sorted()
    }

    @Test("No two targets have a type of one name")
    func apart() {
        let files = Repository.sources
        let doubled = Self.doubled(files).filter { line in
            !Self.shared.contains { line.hasPrefix($0 + ":") }
        }
        #expect(doubled.isEmpty, "\(doubled.joined(separator: "\n"))")
        #expect(files.count > 100)
    }

    @Test("A type of the name of another target's is seen, and one inside of a type is none")
    func seen() {
        let files = [
            SourceFile(path: "Sources/A/Room.swift", text: "struct Room {}\nprivate struct B {}"),
            SourceFile(path: "Sources/B/Room.swift", text: "package actor Room {}\nstruct B {}"),
            SourceFile(path: "Sources/C/List.swift", text: "enum List {\n    struct Room {}\n}"),
        ]
        #expect(Self.doubled(files) == ["Room: A, B"])
    }

    @Test("An exception ends when it is no longer needed", arguments: shared)
    func needed(_ name: String) {
        #expect(Self.doubled(Repository.sources).contains { $0.hasPrefix(name + ":") })
    }
}

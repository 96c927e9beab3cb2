import Testing

/// The folders of a target form no circle.
///
/// A reader who knows what a folder uses can then read the target from the ground up, and a
/// question about it has one place to look for the answer.
@Suite struct FolderTests {
    private static let targets = Set(Repository.sources.map(\.target))

    private static func circles(of target: String) -> [String] {
        FolderGraph(Repository.sources.filter { $0.target == target }).circles
    }

    @Test("The folders of a target form no circle", arguments: targets)
    func ordered(_ target: String) {
        let circles = Self.circles(of: target)
        #expect(circles.isEmpty, "\(circles.joined(separator: "\n\n"))")
    }

    /// Made-up files of a target `T`.
    private func circles(_ files: KeyValuePairs<String, String>) -> [String] {
        FolderGraph(files.map { SourceFile(path: "Sources/T/" + $0, text: $1) }).circles
    }

    @Test("Two folders that use each other are a circle, and a use for each step is told")
    func two() {
        let found = circles([
            "A/One.swift": "struct One {\n    let two: Two\n}",
            "B/Two.swift": "package enum Two {\n    static func one() -> One? { nil }\n}",
        ])
        #expect(
            found == [
                "A -> B: Sources/T/A/One.swift uses Two\nB -> A: Sources/T/B/Two.swift uses One"
            ]
        )
    }

    @Test("A circle goes through any number of folders, and leaves out who only leads to it")
    func three() {
        let found = circles([
            "Top/Start.swift": "struct Start: One {}",
            "A/One.swift": "protocol One { associatedtype T: Two }",
            "B/Two.swift": "protocol Two {}\nextension Three {}",
            "C/Three.swift": "actor Three {\n    let one: [any One] = []\n}",
        ])
        #expect(found.count == 1)
        #expect(
            found.first?.split(separator: "\n").map { $0.prefix(6) } == [
                "A -> B", "B -> C", "C -> A",
            ]
        )
    }

    @Test("A subfolder and the target's own folder count for themselves")
    func nesting() {
        let apart = circles([
            "Main.swift": "let a = Route()",
            "HTTP/Route.swift": "struct Route { let body: Body }",
            "HTTP/Core/Body.swift": "struct Body {}",
        ])
        #expect(apart == [])
        let mutual = circles([
            "HTTP/Route.swift": "struct Route { let body: Body }",
            "HTTP/Core/Body.swift": "struct Body { let route: Route }",
        ])
        #expect(mutual.count == 1)
        let root = circles([
            "Main.swift": "struct Main { let a: Route }",
            "HTTP/Route.swift": "class Route: Main {}",
        ])
        #expect(root.count == 1)
    }

    @Test(
        "What only looks like a use is none",
        arguments: [
            "// One", "let a = \"One\"", "let a: Three.One", "let a = OneMore()", "let one = 1",
            "struct Three {\n    struct One {}\n    let one: One\n}", "let a: Self",
        ]
    )
    func noUse(_ text: String) {
        let found = circles([
            "A/One.swift": "struct One { let two: Two }", "B/Two.swift": "struct Two {}\n" + text,
        ])
        #expect(found == [])
    }

    @Test(
        "What another file cannot see is not offered to it",
        arguments: ["private struct Two {}", "struct Three {\n    struct Two {}\n}"]
    )
    func notOffered(_ text: String) {
        let found = circles([
            "A/One.swift": "struct One { let two: Two }", "B/Three.swift": text + "\nlet a: One",
        ])
        #expect(found == [])
    }
}

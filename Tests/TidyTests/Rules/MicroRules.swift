import Foundation

/// The package of micro-benchmarks, which builds folders of the main package by links to them.
///
/// It has a manifest of its own, which nothing reads while the main package is built: what a folder
/// begins to import would be missed only when somebody measures.
enum MicroRules {
    static let all = [
        Rule(
            "What a folder imports is named where the micro-benchmarks build it too",
            in: Repository.sources.filter { manifest[$0.target] != nil },
            path: "Sources/Serialization/Sample.swift",
            bad: "import ChatProtocol\n",
            good: "import Synchronization\n// import ChatProtocol\n"
        ) { file in
            let named = manifest[file.target] ?? []
            return ImportRules.imports(of: file).filter { found in
                !given.contains(found.name) && !named.contains(found.name)
            }.map { file.place($0.line, "\(manifestPath) names no \($0.name) for \(file.target)") }
        },
        Rule(
            "What the micro-benchmarks build of ours is a target of theirs, and has its folder",
            in: Repository.files.filter { $0.path == manifestPath },
            path: manifestPath,
            bad: "targets: [\n    .target(name: \"ChatStore\", dependencies: [\"SmallFiles\"]),\n]",
            good: "targets: [\n    .target(name: \"SmallFiles\", swiftSettings: strict),\n]"
        ) { file in
            let entries = targets(in: file.text)
            let named = Set(entries.values.flatMap(\.self)).intersection(ImportRules.ours)
            let missing = named.filter { entries[$0] == nil }.sorted()
            let homeless = entries.keys.filter { !hasFolder($0) }.sorted()
            return missing.map { file.place(0, "no target \($0)") }
                + homeless.map { file.place(0, "no folder for \($0)") }
        },
    ]

    private static let manifestPath = "Benchmarks/Micro/Package.swift"

    /// What comes with the compiler, with the system, or with a product of another name; and
    /// `CPostgres`, which only a trait of the main package asks for.
    private static let given: Set = [
        "CDispatch", "CNIOLinux", "CPostgres", "Darwin", "Dispatch", "Foundation",
        "FoundationEssentials", "Glibc", "GRDBSQLite", "Musl", "Swift", "Synchronization",
    ]

    /// The names that each target's entry holds, by the target.
    private static let manifest = targets(
        in: Repository.files.first { $0.path == manifestPath }?.text ?? ""
    )

    /// Finds each target's entry by the words that begin one.
    private static func targets(in text: String) -> [String: Set<String>] {
        guard let start = text.firstRange(of: "targets: [") else { return [:] }
        let entries = text[start.upperBound...]
            .split(separator: /\.(?:target|systemLibrary|executableTarget)\(/)
        var found: [String: Set<String>] = [:]
        for entry in entries {
            let names = entry.matches(of: /"([^"]+)"/).map { String($0.output.1) }
            if let name = names.first { found[name] = Set(names.dropFirst()) }
        }
        return found
    }

    /// Whether there is something to build; the benchmarks themselves lie where their tool looks.
    private static func hasFolder(_ target: String) -> Bool {
        let folder = target == "Micro" ? "Benchmarks" : "Sources"
        let path = [Repository.root, "Benchmarks/Micro", folder, target].joined(separator: "/")
        return FileManager.default.fileExists(atPath: path)
    }
}

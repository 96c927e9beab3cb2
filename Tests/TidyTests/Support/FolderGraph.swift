/// Which folder of a target uses the types of which other one.
///
/// Every folder that holds files counts for itself, so a subfolder may lie above or below its
/// parent. Types are found by name, without the compiler.
struct FolderGraph {
    /// One use of another folder's type, as an example for the reader.
    private struct Use {
        let file: String
        let name: String
    }

    /// From a folder to each folder that it uses.
    private var uses: [String: [String: Use]] = [:]

    /// Takes the files of one target.
    init(_ files: [SourceFile]) {
        let names = files.map { (file: $0, names: TypeNames(of: $0)) }
        var homes: [String: String] = [:]
        for (file, names) in names {
            for name in names.offered { homes[name] = Self.folder(of: file) }
        }
        for (file, names) in names {
            let folder = Self.folder(of: file)
            for name in names.used.subtracting(names.declared).sorted() {
                guard let home = homes[name], home != folder else { continue }
                if uses[folder, default: [:]][home] == nil {
                    uses[folder, default: [:]][home] = Use(file: file.path, name: name)
                }
            }
        }
    }

    private static func folder(of file: SourceFile) -> String {
        let parts = file.path.split(separator: "/").dropFirst(2).dropLast()
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// Folders that reach each other: one text for each circle, with a use for each step in it.
    var circles: [String] {
        var seen: Set<String> = []
        return uses.keys.sorted().compactMap { folder in
            guard !seen.contains(folder) else { return nil }
            let circle = reached(from: folder).filter { reached(from: $0).contains(folder) }
            guard circle.contains(folder) else { return nil }
            seen.formUnion(circle)
            return describe(circle)
        }
    }

    private func reached(from start: String) -> Set<String> {
        var found: Set<String> = []
        var open = [start]
        while let folder = open.popLast() {
            for next in (uses[folder] ?? [:]).keys where found.insert(next).inserted {
                open.append(next)
            }
        }
        return found
    }

    private func describe(_ circle: Set<String>) -> String {
        let steps = circle.sorted().flatMap { folder in
            (uses[folder] ?? [:]).filter { circle.contains($0.key) }.sorted { $0.key < $1.key }
                .map { "\(folder) -> \($0.key): \($0.value.file) uses \($0.value.name)" }
        }
        return steps.joined(separator: "\n")
    }
}

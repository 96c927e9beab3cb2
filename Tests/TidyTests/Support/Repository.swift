import Foundation

/// The project's files.
enum Repository {
    /// The top folder.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// What tools leave behind is none of the project's.
    private static func isOurs(_ name: String) -> Bool {
        let isHidden = name.hasPrefix(".") && name != ".ci"
        return !isHidden && !["Package.resolved", "__pycache__", "tmp"].contains(name)
    }

    /// Every text file.
    static let files: [SourceFile] = paths(in: "").compactMap { path in
        guard let text = try? String(contentsOfFile: root + "/" + path, encoding: .utf8) else {
            return nil
        }
        return SourceFile(path: path, text: text)
    }

    /// Every file of Swift but the manifest.
    static let swift = files.filter { $0.path.hasSuffix(".swift") && $0.path.contains("/") }
    /// Those that are built into the programs.
    static let sources = swift.filter { $0.path.hasPrefix("Sources/") }
    /// The tests, without the stand-ins that they use.
    static let tests = swift.filter {
        $0.path.hasPrefix("Tests/") && !$0.path.contains("/Support/")
    }
    /// The pages.
    static let pages = files.filter { $0.path.hasSuffix(".md") }

    private static func paths(in folder: String) -> [String] {
        let top = root + "/" + folder
        // A folder that cannot be read has no files, and the rules ask for some.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: top)) ?? []
        return names.filter(isOurs).sorted().flatMap { name -> [String] in
            let path = folder.isEmpty ? name : folder + "/" + name
            // What is linked is looked at where it lies. Nothing else has a destination.
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: root + "/" + path)
            guard link == nil else { return [] }
            var isFolder: ObjCBool = false
            // The call fills in the value it is given.
            _ = unsafe FileManager.default.fileExists(
                atPath: root + "/" + path,
                isDirectory: &isFolder
            )
            return isFolder.boolValue ? paths(in: path) : [path]
        }
    }
}

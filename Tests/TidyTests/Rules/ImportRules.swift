/// Who may see whom: the imports between targets that the design allows.
enum ImportRules {
    /// What each target may import of ours.
    private static let arrows: [String: Set<String>] = [
        "AsyncSignals": [],
        "Serialization": [],
        "ChatProtocol": ["Serialization"],
        "ChatTUI": ["ChatProtocol", "Serialization"],
        "StreamingHTTP": ["Serialization"],
        "SmallFiles": [],
        "ChatStore": ["AsyncSignals", "ChatProtocol", "CPostgres", "SmallFiles"],
        "ContentHash": ["COpenSSL"],
        "OTLPTracing": ["AsyncSignals", "Serialization"],
        "Credentials": ["COpenSSL", "ContentHash", "Serialization"],
        "ChatClient": ["AsyncSignals", "ChatProtocol", "ContentHash", "CTasks", "SmallFiles"],
        "ChatServer": [
            "AsyncSignals", "ChatProtocol", "ChatStore", "CMalloc", "ContentHash", "Credentials",
            "Serialization", "SmallFiles", "StreamingHTTP",
        ],
        "SecretInput": ["ChatProtocol"],
        "Spawning": ["CDescriptors"],
        "chat-server": [
            "ChatClient", "ChatProtocol", "ChatServer", "CMalloc", "OTLPTracing", "SecretInput",
            "SmallFiles", "Spawning",
        ],
        "ChatTerminal": [
            "AsyncSignals", "ChatProtocol", "ChatClient", "ChatTUI", "CNcurses", "CPages",
            "CTerminal", "SecretInput", "Serialization", "SmallFiles", "Spawning",
        ],
        "chat-tui": ["ChatProtocol", "ChatTUI", "ChatTerminal", "SecretInput"],
        "CDescriptors": [],
        "CPages": [],
        "CTerminal": [],
        "CTasks": [],
    ]

    /// What few places may import: a target, or a file of one.
    private static let few = [
        "GRDB": ["Sources/ChatStore/"],
        "AsyncHTTPClient": ["Sources/ChatClient/", "Sources/OTLPTracing/Collector"],
        "CNcurses": ["Sources/ChatTerminal/Terminal/CursesTerminal.swift"],
    ]

    /// What needs no system.
    ///
    /// FoundationEssentials reads JSON.
    private static let pure: Set = ["Serialization", "ChatProtocol", "FoundationEssentials"]

    /// The targets of ours, and what they import of C.
    static let ours = Set(arrows.keys).union([
        "CMalloc", "CNcurses", "COpenSSL", "CPostgres",
    ])

    /// What may stand before `import`.
    private static let modifiers: Set<Substring> = [
        "package", "public", "internal", "@preconcurrency", "@unsafe", "@testable",
    ]

    static let all = [
        Rule(
            "A target imports of ours what the design lets it",
            in: Repository.sources,
            bad: "internal import ChatClient\n",
            good: "import ChatStore\n// import ChatClient\n"
        ) { file in
            guard let allowed = arrows[file.target] else {
                return [file.place(0, "the design knows no target \(file.target)")]
            }
            return imports(of: file).filter { ours.contains($0.name) && !allowed.contains($0.name) }
                .map { file.place($0.line, "\(file.target) must not see \($0.name)") }
        },
        Rule(
            "A heavy library has one importer, or two",
            in: Repository.sources,
            bad: "package import GRDB\n",
            good: "import NIOCore\n"
        ) { file in
            imports(of: file).compactMap { found in
                guard let places = few[found.name], !places.contains(where: file.path.hasPrefix)
                else { return nil }
                return file.place(found.line, "only \(places) import \(found.name)")
            }
        },
        Rule(
            "What is tested without a socket, a disk or a clock imports none",
            in: Repository.sources,
            path: "Sources/ChatTUI/Sample.swift",
            bad: "import Foundation\n",
            good: "import ChatProtocol\n"
        ) { file in
            guard ["Serialization", "ChatProtocol", "ChatTUI"].contains(file.target) else {
                return []
            }
            return imports(of: file).filter { !pure.contains($0.name) }
                .map { file.place($0.line, "\(file.target) imports \($0.name)") }
        },
    ]

    /// Finds the imports of a file.
    ///
    /// - Returns: the line and the module of each.
    static func imports(of file: SourceFile) -> [(line: Int, name: String)] {
        file.code.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            let first = words.drop { modifiers.contains($0) }
            guard first.first == "import", let name = first.last else { return nil }
            return (index, String(name.prefix { $0 != "." }))
        }
    }
}

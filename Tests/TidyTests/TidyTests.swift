import Foundation
import Testing

/// The code style, as far as a program can see it.
@Suite struct TidyTests {
    static let rules =
        ShapeRules.all + ImportRules.all + WordRules.all + DocumentationRules.all + PageRules.all
        + GateRules.all + MicroRules.all + LockRules.all + OutputRules.all

    @Test("The project keeps its rules", arguments: rules)
    func kept(_ rule: Rule) {
        let breaches = rule.files.flatMap(rule.breaches)
        #expect(breaches.isEmpty, "\(breaches.joined(separator: "\n"))")
        #expect(!rule.files.isEmpty)
    }

    @Test("A rule sees its breach, and nothing where there is none", arguments: rules)
    func seen(_ rule: Rule) {
        #expect(!rule.breaches(rule.bad).isEmpty)
        #expect(rule.breaches(rule.good) == [])
    }

    @Test(
        "What writes to a terminal is seen in whatever form",
        arguments: [
            "print(path)", "Swift.print(path)", "_ = fputs(path, stderr)", "debugPrint(path)",
            "WholeOutput.write(bytes, to: descriptor)", "write(STDERR_FILENO, bytes, 1)",
            "unsafe Glibc.write(STDOUT_FILENO, bytes, 1)", "a.put(bytes, to: STDOUT_FILENO)",
            "FileHandle.standardError.write(data)", "AnyCommand.exit(withError: error)",
            "AnyCommand.main(words)", "open(\"/dev/tty\", O_RDWR)",
        ]
    )
    func spoken(_ code: String) {
        let file = SourceFile(path: "Sources/chat-server/Care/Sample.swift", text: code)
        #expect(OutputRules.words(in: file) == [0])
    }

    @Test("A door of what is said is one", arguments: OutputRules.doors)
    func door(_ path: String) throws {
        let file = try #require(Repository.sources.first { $0.path == path })
        #expect(!OutputRules.words(in: file).isEmpty)
    }

    @Test(
        "A function is seen in a box in whatever form it is its value",
        arguments: [
            "Mutex<(() -> Void)?>(nil)", "Mutex<Job?>(nil)", "Mutex({ 1 })",
            "NIOLockedValueBox<(a: [Int], b: Job)>(c)", "Mutex<\n    () -> [Int]\n>(a)",
        ]
    )
    func boxed(_ value: String) throws {
        let rule = try #require(LockRules.all.first)
        let text = "typealias Job = () -> Void\nlet a = " + value
        let file = SourceFile(path: "Sources/ChatServer/Sample.swift", text: text)
        #expect(rule.breaches(file).count == 1)
    }

    @Test(
        "What only has functions in it is no breach",
        arguments: [
            "Mutex<[Job]>([])", "Mutex<[String: (a: Job, b: Int)]>([:])", "Mutex<Jobs>(b)",
            "Mutex<Held<() -> Void>>(b)", "Mutex(Job?.none == nil)", "b.map { Mutex(0) }",
        ]
    )
    func heldApart(_ value: String) throws {
        let rule = try #require(LockRules.all.first)
        let text = "typealias Job = () -> Void\nlet a = " + value
        let file = SourceFile(path: "Sources/ChatServer/Sample.swift", text: text)
        #expect(rule.breaches(file) == [])
    }

    @Test("The changelog has a section for the version that the programs tell")
    func version() throws {
        let source = try #require(
            Repository.sources.first { $0.path.hasSuffix("ProgramVersion.swift") }
        )
        let version = try #require(source.text.firstMatch(of: /text = "([^"]+)"/)).output.1
        let log = try #require(Repository.pages.first { $0.path == "CHANGELOG.md" })
        #expect(log.lines.contains { $0.hasPrefix("## \(version)") })
    }

    @Test("The licences that a package carries name each library")
    func licences() throws {
        struct Resolved: Decodable {
            struct Pin: Decodable { let identity: String }
            let pins: [Pin]
        }
        let file = URL(fileURLWithPath: Repository.root + "/Package.resolved")
        let resolved = try JSONDecoder().decode(Resolved.self, from: Data(contentsOf: file))
        let licences = try #require(
            Repository.files.first { $0.path == "packaging/debian/copyright" }
        )
        let named = Set(licences.text.lowercased().split(whereSeparator: \.isWhitespace))
        #expect(!resolved.pins.isEmpty)
        for pin in resolved.pins {
            #expect(named.contains(Substring(pin.identity)), "\(pin.identity) has no licence")
        }
    }

    @Test(
        "What is in comments and strings is no code, and lines stay in place",
        arguments: [
            ("a // b", "a "), ("a /* b /* c */ d */ e", "a  e"), (#"a("b \" c") d"#, #"a("") d"#),
            ("a(\"\"\"\n  b\n  \"\"\") c", "a(\"\"\n\n) c"), (##"a(#"b " c"#) d"##, #"a("") d"#),
            (#"a("b \(c("d")) e") f"#, #"a("") f"#), ("a /* b\nc */ d", "a \n d"),
            ("\"a\nb", "\"\"\nb"),
        ]
    )
    func stripped(_ text: String, _ code: String) {
        var stripper = CodeStripper(text)
        #expect(stripper.code() == code)
    }
}

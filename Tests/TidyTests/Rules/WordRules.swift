/// Words that have no place in the code, or only beside their reason.
enum WordRules {
    static let all = [
        Rule.reasoned(
            "A task without a parent has its reason above it",
            #"\bTask(\.detached)?(\([^)]*\))? *(\{|\()"#,
            hint: "Task",
            in: Repository.sources,
            bad: "a()\nTask.detached { a() }",
            good: "group.addTask { a() }\n// The entry point.\nTask { }"
        ),
        .reasoned(
            "An exception from the compiler's checks has its reason above it",
            #"@unchecked Sendable|nonisolated\(unsafe\)|@preconcurrency"#,
            hint: "n",
            in: Repository.swift,
            bad: "\nfinal class A: @unchecked Sendable {}",
            good: "// Locked.\nfinal class A: @unchecked Sendable {}"
        ),
        .banned(
            "Errors are handled",
            #"\btry!"#,
            hint: "try!",
            in: Repository.swift,
            reason: "try!",
            bad: "try! a()",
            good: "try a()"
        ),
        .banned(
            "No input ends the process",
            #"\bfatalError\("#,
            hint: "fatalError(",
            in: Repository.sources,
            reason: "fatalError",
            bad: "fatalError()",
            good: "\"fatalError()\""
        ),
        .banned(
            "A program is started without Foundation, which reads past a buffer then",
            #"\bProcess\(\)"#,
            hint: "Process()",
            in: Repository.swift,
            reason: "Foundation's Process",
            bad: "let process = Process()",
            good: "let process = ServerProcess()"
        ),
        .banned(
            "A process's arguments are read where no preloaded library can hide them",
            #"CommandLine\.arguments|\.parseAsRoot\(\)"#,
            hint: "ar",
            in: Repository.sources,
            reason: "the runtime may have none: CommandLineArguments.all has them",
            bad: "let command = try Command.parseAsRoot()",
            good: "let command = try Command.parseAsRoot(CommandLineArguments.all)",
            except: { $0.path == "Sources/Spawning/CommandLineArguments.swift" }
        ),
        .banned(
            "A service has a name: its library makes one of all that it holds",
            #"\bservices: *\[[a-z]"#,
            hint: "services:",
            in: Repository.sources,
            reason: "a service without a name",
            bad: "services: [server],",
            good: "services: [.init(service: server, serviceName: \"server\")],"
        ),
        .banned(
            "Every buffer has a bound",
            #"bufferingPolicy: *\.unbounded"#,
            hint: "bufferingPolicy",
            in: Repository.sources,
            reason: "unbounded",
            bad: "bufferingPolicy: .unbounded",
            good: "bufferingPolicy: .bufferingNewest(1)"
        ),
        .banned(
            "A route reaches rooms and messages by what the gate makes alone",
            #"(^|[^A-Za-z])(gate|services)\.(store|rooms)([^A-Za-z]|$)"#,
            hint: ".",
            in: Repository.sources.filter { $0.path.hasPrefix("Sources/ChatServer/HTTP/") },
            reason: "past the gate",
            bad: "let room = services.gate.rooms.room(named: name)",
            good: "let reader = try services.gate.reader(of: name, caller)"
        ),
        .banned(
            "Tests wait for the event",
            #"\b(Task\.sleep|Thread\.sleep|u?sleep\()"#,
            hint: "sleep",
            in: Repository.tests,
            reason: "a sleep",
            bad: "try await Task.sleep(for: .seconds(1))",
            good: "asleep()"
        ),
        .banned(
            "Tests wait by one function for what tells nobody, where the wait is one line",
            #"\bwhile .*\{ *await Task\.yield\(\) *\}"#,
            hint: "Task.yield",
            in: Repository.tests,
            reason: "until waits so",
            bad: "while queue.isEmpty { await Task.yield() }",
            good: "await until { !queue.isEmpty }",
            except: { $0.path == "Tests/TestTools/Until.swift" }
        ),
        Rule(
            "Nothing is left for later",
            in: Repository.files,
            bad: "// " + later[0] + ": later",
            good: "todos"
        ) { file in
            guard later.contains(where: file.text.contains) else { return [] }
            return file.lines.indices
                .filter { index in later.contains { file.lines[index].contains($0) } }
                .map { file.place($0, "left for later") }
        },
        Rule(
            "No path of one machine is in the project",
            in: Repository.files,
            bad: "see " + "/wo" + "rk/main/x",
            good: "/workers/ and a/home/b"
        ) { file in
            let pattern = /(^|[\s"'`(=:])\/(work|root|home|Users)\//
            return file.lines.indices.filter { index in
                // Far cheaper than the pattern, and rarely true.
                homes.contains { file.lines[index].contains($0) }
                    && file.lines[index].contains(pattern)
            }.map { file.place($0, "a path of one machine") }
        },
    ]

    private static let homes = ["work/", "root/", "home/", "Users/"]

    /// In two parts, so that this file does not hold them.
    private static let later = ["TO" + "DO", "FIX" + "ME"]
}

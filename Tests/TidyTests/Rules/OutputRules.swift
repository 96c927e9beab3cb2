/// Where what is said reaches a terminal.
enum OutputRules {
    static let all = [
        Rule(
            "What is said on a terminal passes a door that makes it safe",
            in: Repository.sources.filter { !doors.contains($0.path) },
            path: "Sources/chat-server/Care/Sample.swift",
            bad: "print(\"\\(folder) is restored\")",
            good: "StandardOutput.say(\"\\(folder) is restored\")\nlet a = isatty(STDOUT_FILENO)\n"
                + "program.set(STDERR_FILENO, to: .copy(of: STDOUT_FILENO))\nfingerprint(of: a)\n"
                + "// print(a)\nDispatchQueue.main.async { a.print(b) }"
        ) { file in
            words(in: file).map { file.place($0, "written past StandardOutput and StandardError") }
        }
    ]

    /// The files that write to a terminal.
    ///
    /// They make safe what they are given, or say nothing but their own words.
    static let doors = [
        "Sources/ChatTerminal/Output/StandardError.swift",
        "Sources/ChatTerminal/Output/StandardOutput.swift",
        "Sources/SecretInput/SecretInput.swift",
        "Sources/Spawning/OutputEnd.swift",
        "Sources/chat-server/Output/StandardError.swift",
        "Sources/chat-server/Output/StandardOutput.swift",
        "Sources/chat-server/Top/TopOutput.swift",
        // Help that was asked for: they end with `StandardError` where it was not.
        "Sources/chat-server/Start.swift",
        "Sources/chat-tui/ChatProgram.swift",
        // An export, which is made safe where it goes to a terminal.
        "Sources/chat-server/Transfer/TransferTarget.swift",
    ]

    /// Finds the lines that write to a terminal, or may.
    ///
    /// - Returns: their numbers, from 0.
    static func words(in file: SourceFile) -> [Int] {
        file.code.indices.filter { index in
            // The contents of strings are no code.
            if file.lines[index].contains("open(\"/dev/tty\"") { return true }
            let line = file.code[index]
            guard hints.contains(where: { line.contains($0) }) else { return false }
            return line.contains(/(^|[^A-Za-z_.]|Swift\.)(print|debugPrint|dump|perror)\(/)
                || line.contains(/(^|[^A-Za-z_.])(puts|fputs|fputc|fwrite|printf|fprintf)\(/)
                || line.contains(/write\(STD(OUT|ERR)_FILENO|to: STD(OUT|ERR)_FILENO/)
                || line.contains(/WholeOutput\.write\(|FileHandle\.standard(Output|Error)/)
                || line.contains(/\.exit\(withError|Command\.main\(/)
        }
    }

    /// What each match contains, as patterns are slow.
    private static let hints = [
        "rint(", "dump(", "puts(", "fputc(", "fwrite(", "printf(", "perror(", "_FILENO",
        "WholeOutput.write(", "FileHandle.standard", "withError", "Command.main(",
    ]
}

import ArgumentParser
import ChatProtocol
import ChatServer
import Foundation

/// `chat-server top`: a live screen of a running server's numbers.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Watch a running server: rates, lag, memory, the busiest rooms.",
        discussion: """
            On a terminal, a screen that q or Ctrl-C leaves; otherwise a line for each row. While \
            there is no connection it tries again.
            Where there are accounts the numbers are the operator's: the token is found as by \
            import.
            Exit codes: 0 left, 64 usage, 69 no server (--once), 74 the output cannot be written, \
            77 not the operator.
            """
    )

    @ParentCommand var parent: ChatServerCommand

    @Option(
        help: ArgumentHelp(
            "A running server: http://HOST:PORT, https://HOST or unix:PATH.",
            valueName: "address"
        )
    )
    var server = "http://127.0.0.1:8080"

    @Option(help: ArgumentHelp("Seconds between two rows, 1 to 60.", valueName: "seconds"))
    var every = 1

    @Option(help: ArgumentHelp("A file that holds the operator's token.", valueName: "file"))
    var operatorTokenFile: String?

    @Flag(help: "Show the numbers once, and leave.")
    var once = false

    mutating func run() async throws {
        await Subcommand.run {
            guard (1...60).contains(every) else {
                throw CommandFailure(.usage, "--every is 1 to 60 seconds")
            }
            let link = try ServerLink(server, parent.options)
            let credential = OperatorCredential(file: operatorTokenFile, options: parent.options)
            let source = TopSource(
                link: link,
                credentials: try credential.fieldIfKnown(for: link),
                every: every
            )
            if once {
                try await showOnce(source)
            } else if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
                await TopApp(source: source, server: server).run()
            } else {
                try await showLines(source)
            }
        }
    }

    private func showOnce(_ source: TopSource) async throws {
        var model = TopModel(server: server)
        model.take(try await source.once())
        // All but the last row, which tells how to leave a screen.
        let lines = TopScreen(model, columns: 100, rows: 100).lines.dropLast()
        try TopOutput.write(lines.joined(separator: "\n") + "\n")
    }

    /// Writes a line for each row, and tries again for as long as there is no connection.
    private func showLines(_ source: TopSource) async throws {
        while true {
            let failure = await source.followOnce(format: "text") { line in
                guard !line.isEmpty, !line.starts(with: "#".utf8) else { return }
                let text = SafeText(String(decoding: line, as: UTF8.self))
                try TopOutput.write(text.singleLine + "\n")
            }
            guard failure.exit == .temporary || failure.exit == .unavailable else { throw failure }
            StandardError.say("chat-server: \(failure); trying again")
            try await Task.sleep(for: TopSource.pause)
        }
    }
}

/// The standard output of `top`.
enum TopOutput {
    /// Writes a text whole.
    ///
    /// Blocks while the terminal or the pipe is full.
    ///
    /// - Parameter text: any.
    /// - Throws: ``CommandFailure`` when nobody takes it.
    static func write(_ text: String) throws(CommandFailure) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // The call reads as many bytes as there are, and keeps none of them.
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Foundation.write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw CommandFailure(.inputOutput, "the output broke off") }
            rest = rest.dropFirst(count)
        }
    }
}

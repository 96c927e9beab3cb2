import ArgumentParser
import ChatServer
import Foundation

/// `chat-server top`: a live screen of a running server's numbers.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Watch a running server: rates, lag, memory, the busiest rooms.",
        discussion: """
            On a terminal, a screen that q or Ctrl-C leaves; otherwise a line for each row, until \
            nobody reads them any more. While there is no connection it tries again.
            Where there are accounts the numbers are the operator's: the token is found as by \
            import. That of CHAT_OPERATOR_TOKEN is not sent in the clear to another machine.
            Exit codes: 0 left, 64 usage, 65, 66 or 76 no such address there, 69 no server and 75 \
            repeat it (--once), 74 the output cannot be written, 77 not the operator.
            """
    )

    @ParentCommand var parent: ChatServerCommand

    @OptionGroup var running: RunningServer

    @Option(help: .of("seconds", "Seconds between two rows, 1 to 60."))
    var every = 1

    @OptionGroup var token: OperatorTokenOption

    @Flag(help: "Show the numbers once, and leave.")
    var once = false

    mutating func run() async throws {
        await Subcommand.run {
            guard (1...60).contains(every) else {
                throw CommandFailure(.usage, "--every is 1 to 60 seconds")
            }
            let sources = SettingsSources(options: parent.options)
            let link = try running.link(sources)
            let source = TopSource(
                link: link,
                credentials: try token.credential(sources).fieldIfKnown(for: link),
                every: every
            )
            if once {
                try await showOnce(source)
            } else if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
                try await TopApp(source: source, server: running.server).run()
            } else {
                try await showLines(source)
            }
        }
    }

    private func showOnce(_ source: TopSource) async throws {
        var model = TopModel(server: running.server)
        model.take(try await source.once())
        // All but the last row, which tells how to leave a screen.
        try TopOutput.say(TopScreen(model, columns: 100, rows: 100).lines.dropLast())
    }

    /// Writes a line for each row, and tries again for as long as there is no connection.
    private func showLines(_ source: TopSource) async throws {
        while true {
            let failure = await source.followLines { line in
                try TopOutput.say([String(decoding: line, as: UTF8.self)])
            }
            guard failure.exit.mayPass else { throw failure }
            StandardError.say("chat-server: \(failure); trying again")
            try await Task.sleep(for: TopSource.pause)
        }
    }
}

import ArgumentParser
import Glibc
import Spawning

/// Where the process begins.
@main
enum Start {
    /// Does what the command line says.
    ///
    /// Suspends until that is done.
    static func main() async {
        StandardDescriptors.fill()
        OutputEnd.watch("chat-server")
        // Else Dispatch tells the system's log of each thread to which it may not give a higher
        // priority: of an ordinary user's, all. It looks here when it has something to tell.
        unsafe setenv("LIBDISPATCH_LOG", "NO", 0)
        // A server lives on when its terminal goes, also before it listens to signals.
        let hangup = signal(SIGHUP, SIG_IGN)
        do {
            let words = CommandLineArguments.all
            try HelpQuestion.check(words, of: ChatServerCommand.self)
            let command = try ChatServerCommand.parseAsRoot(words)
            if command is ChatServerCommand {
                // Until it listens to these too: nothing is open that has to be closed.
                for number in [SIGTERM, SIGINT] { signal(number) { _ in _exit(EXIT_SUCCESS) } }
            } else {
                // A subcommand goes with its terminal, unless it was started otherwise.
                signal(SIGHUP, hangup)
            }
            try await run(command)
        } catch {
            end(for: error)
        }
    }

    /// Ends the process as the parser of the command line says.
    ///
    /// The parser quotes what stands on the command line as it is.
    private static func end(for error: any Error) -> Never {
        let code = ChatServerCommand.exitCode(for: error)
        // Help, a version and a script were asked for, and have nobody else's words.
        if code.isSuccess { ChatServerCommand.exit(withError: error) }
        let text = ChatServerCommand.fullMessage(for: error)
        if !text.isEmpty { StandardError.say(lines: text) }
        exit(code.rawValue)
    }

    private static func run(_ command: sending any ParsableCommand) async throws {
        guard var command = command as? any AsyncParsableCommand else {
            var command = command
            return try command.run()
        }
        try await command.run()
    }
}

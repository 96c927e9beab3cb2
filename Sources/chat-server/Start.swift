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
            let command = try ChatServerCommand.parseAsRoot(CommandLineArguments.all)
            if command is ChatServerCommand {
                // Until it listens to these too: nothing is open that has to be closed.
                for number in [SIGTERM, SIGINT] { signal(number) { _ in _exit(EXIT_SUCCESS) } }
            } else {
                // A subcommand goes with its terminal, unless it was started otherwise.
                signal(SIGHUP, hangup)
            }
            try await run(command)
        } catch {
            ChatServerCommand.exit(withError: error)
        }
    }

    private static func run(_ command: sending any ParsableCommand) async throws {
        guard var command = command as? any AsyncParsableCommand else {
            var command = command
            return try command.run()
        }
        try await command.run()
    }
}

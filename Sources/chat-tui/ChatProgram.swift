import ArgumentParser
import ChatTerminal
import Glibc

/// The program: it does what its arguments say.
@main
enum ChatProgram {
    static func main() {
        Program.fillDescriptors()
        Program.watchOutput()
        // Else Dispatch tells the system's log of each thread to which it may not give a higher
        // priority: of an ordinary user's, all. It looks here when it has something to tell.
        unsafe setenv("LIBDISPATCH_LOG", "NO", 0)
        do {
            var command = try ChatCommand.parseAsRoot(Program.arguments)
            try command.run()
        } catch {
            end(for: error)
        }
    }

    /// Ends the process as the parser of the command line says.
    ///
    /// The parser quotes what stands on the command line as it is.
    private static func end(for error: any Error) -> Never {
        let code = ChatCommand.exitCode(for: error)
        // Help, a version and a script were asked for, and have nobody else's words.
        if code.isSuccess { ChatCommand.exit(withError: error) }
        let text = ChatCommand.fullMessage(for: error)
        if !text.isEmpty { StandardError.say(lines: text) }
        exit(code.rawValue)
    }
}

import ChatClient
import ChatProtocol
import Dispatch
import Glibc

/// Chooses what to be: a screen, or one end of a pipe.
@MainActor
enum Program {
    /// Runs the client until it is over.
    ///
    /// Blocks the main thread, or gives it to the main actor.
    ///
    /// The screen keeps the main thread to itself: the runtime has a main thread that serves the
    /// main actor wait for signals, and those would then be caught and not read.
    ///
    /// - Parameter settings: what it was told.
    /// - Returns: the exit code.
    static func run(_ settings: Settings) -> CInt {
        // A reader of ours that goes away is told by `write`.
        _ = signal(SIGPIPE, SIG_IGN)
        let isInputClosed = fcntl(STDIN_FILENO, F_GETFD) < 0
        let hasKeyboard = isatty(STDIN_FILENO) == 1
        if !hasKeyboard, !isInputClosed { runAsync { await PostLines(settings).run() } }
        if hasKeyboard, isatty(STDOUT_FILENO) == 1, let app = ChatApp(settings) {
            return app.run()
        }
        runAsync { await PrintLines(settings).run() }
    }

    private static func runAsync(_ body: @escaping @MainActor () async -> CInt) -> Never {
        // The process's entry point: there is no task to be a child of.
        Task { exit(await body()) }
        dispatchMain()
    }

    /// Says something to the person, past whatever standard output is for.
    ///
    /// - Parameter sentence: safe for a terminal, without a line break.
    nonisolated static func say(_ sentence: String) {
        let bytes = Array("chat-tui: \(sentence)\n".utf8)
        // Who closed standard error does not want to be told.
        unsafe _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// The exit codes, as `sysexits.h` has them.
enum ExitCodes {
    static let done: CInt = 0
    /// A message was refused, or is none: `EX_DATAERR`.
    static let refused: CInt = 65
    /// No server answered: `EX_UNAVAILABLE`.
    static let unavailable: CInt = 69
    /// The input or the output broke: `EX_IOERR`.
    static let broken: CInt = 74
    /// The server does not take the name: `EX_NOPERM`.
    static let notAllowed: CInt = 77
    /// Wrong usage: `EX_USAGE`.
    static let usage: CInt = 64
}

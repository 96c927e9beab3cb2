import Glibc
import Spawning

/// A program of the person's that is run beside this one.
///
/// What it is given are arguments, never parts of a shell's line.
enum OtherProgram {
    /// How it ended.
    enum End: Hashable {
        /// By itself, with its code.
        case code(CInt)
        /// By a signal.
        case signal(CInt)
        /// It was not started; the code is the system's.
        case notStarted(CInt)

        /// True if it says that all went well.
        var isGood: Bool { self == .code(0) }

        fileprivate init(_ failure: ProgramStart.Failure) {
            self = .notStarted(failure.code)
        }

        /// Reads how a process left.
        ///
        /// - Parameter status: what has become of it; `nil` for one that was stopped.
        init?(_ status: ChildStatus) {
            switch status {
            case .code(let code): self = .code(code)
            case .signal(let signal): self = .signal(signal)
            case .stopped: return nil
            }
        }
    }

    /// Runs a program on the terminal and waits for its end.
    ///
    /// It has the terminal to itself, and the signals that come from it; stopping it stops this
    /// process too, as a shell expects. Blocks the thread.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked for in `PATH`, and what it is given.
    ///   - stop: stops this process until it is continued.
    static func run(_ arguments: [String], stop: () -> Void) -> End {
        let own = getpgrp()
        do throws(ProgramStart.Failure) {
            var program = start(of: arguments, flags: POSIX_SPAWN_SETPGROUP)
            // This process's own goes to a file while the screen is drawn.
            program.set(STDERR_FILENO, to: .copy(of: STDOUT_FILENO))
            let child = try program.start()
            take(terminal: child)
            defer { take(terminal: own) }
            while true {
                if let end = End(try .of(child, options: WUNTRACED)) { return end }
                take(terminal: own)
                stop()
                take(terminal: child)
                kill(-child, SIGCONT)
            }
        } catch { return End(error) }
    }

    /// Starts a program that goes its own way, without a terminal.
    ///
    /// - Parameter arguments: the program, looked for in `PATH`, and what it is given.
    /// - Returns: how the start ended: `127` if there is no such program.
    static func start(_ arguments: [String]) -> End {
        // The shell ends at once, so that nobody has to wait for the program's end; the program and
        // its arguments are not read by it.
        let line = #"command -v "$1" >/dev/null 2>&1 || exit 127; "$@" & exit 0"#
        var shell = start(of: ["sh", "-c", line, "sh"] + arguments, flags: ProgramStart.newSession)
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            shell.set(descriptor, to: .file(path: "/dev/null", flags: O_RDWR))
        }
        do throws(ProgramStart.Failure) {
            return End(try .of(shell.start())) ?? .notStarted(ECHILD)
        } catch { return End(error) }
    }

    /// Makes a group of processes the one that the terminal's keys reach.
    private static func take(terminal group: pid_t) {
        // Whoever is not that group yet is stopped for asking, unless the signal is blocked.
        var blocked = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&blocked)
        unsafe sigaddset(&blocked, SIGTTOU)
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
        tcsetpgrp(STDIN_FILENO, group)
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// Starts a program over pipes, in a session of its own, so that no terminal is its.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked up in `PATH`, and what it is told; not by way of a shell.
    ///   - input: what becomes its standard input.
    ///   - output: what becomes its standard output.
    ///   - joinsErrors: whether its standard error goes there too; else where this process's goes.
    /// - Throws: why it was not started.
    static func start(
        _ arguments: [String],
        input: CInt,
        output: CInt,
        joinsErrors: Bool
    ) throws(ProgramStart.Failure) -> pid_t {
        var program = start(of: arguments, flags: ProgramStart.newSession)
        program.set(STDIN_FILENO, to: .copy(of: input))
        program.set(STDOUT_FILENO, to: .copy(of: output))
        if joinsErrors { program.set(STDERR_FILENO, to: .copy(of: output)) }
        return try program.start()
    }

    private static func start(of arguments: [String], flags: CInt) -> ProgramStart {
        ProgramStart(arguments.first ?? "", words: arguments, flags: flags)
    }
}

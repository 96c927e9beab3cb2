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

        init(_ failure: ProgramStart.Failure) {
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
        do throws(ProgramStart.Failure) {
            let child = try begin(arguments)
            defer { take(terminal: getpgrp()) }
            while true {
                if let end = End(try .of(child, options: WUNTRACED)) { return end }
                goOn(child, stop: stop)
            }
        } catch { return End(error) }
    }

    /// Starts a program on the terminal, as ``run(_:stop:)`` does, and does not wait for its end.
    ///
    /// - Returns: the process, which leads a group of its own.
    /// - Throws: why it was not started.
    static func begin(_ arguments: [String]) throws(ProgramStart.Failure) -> pid_t {
        var program = start(of: arguments, flags: POSIX_SPAWN_SETPGROUP)
        // This process's own goes to a file while the screen is drawn.
        program.set(STDERR_FILENO, to: .copy(of: STDOUT_FILENO))
        let child = try program.start()
        take(terminal: child)
        return child
    }

    /// Looks what has become of a program that was begun; one that was stopped stops this process.
    ///
    /// - Returns: how it ended, and the terminal is this process's again; `nil` while it runs.
    static func end(of child: pid_t, stop: () -> Void) -> End? {
        while let status = ChildStatus.ofEnded(child, options: WUNTRACED) {
            if let end = End(status) {
                take(terminal: getpgrp())
                return end
            }
            goOn(child, stop: stop)
        }
        return nil
    }

    /// Tells a program that was begun to end, and waits for that, for a second at most.
    ///
    /// - Returns: how it ended; `nil` if it goes on. The terminal is this process's again.
    static func end(_ child: pid_t, by signal: CInt) -> End? {
        defer { take(terminal: getpgrp()) }
        kill(-child, signal)
        kill(-child, SIGCONT)
        for _ in 0..<100 {
            if let end = ChildStatus.ofEnded(child).flatMap(End.init) { return end }
            usleep(10_000)
        }
        return nil
    }

    /// Stops this process beside a program that was stopped, and has both go on.
    private static func goOn(_ child: pid_t, stop: () -> Void) {
        take(terminal: getpgrp())
        stop()
        take(terminal: child)
        kill(-child, SIGCONT)
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

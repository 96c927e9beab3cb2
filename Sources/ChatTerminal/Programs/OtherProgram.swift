import Glibc

/// A program of the person's that is run beside this one.
///
/// What it is given are arguments, never parts of a shell's line.
enum OtherProgram {
    /// A session of its own, so that no key of this terminal reaches it.
    ///
    /// Source: glibc's spawn.h, POSIX_SPAWN_SETSID, which Swift's importer leaves out.
    private static let newSession: CInt = 0x80

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
    }

    /// Runs a program on the terminal and waits for its end.
    ///
    /// It has the terminal to itself, and the signals that come from it; stopping it stops this
    /// process too, as a shell expects. Blocks the thread.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked for in `PATH`, and what it is given.
    ///   - stop: stops this process until it is continued.
    /// - Returns: how it ended.
    static func run(_ arguments: [String], stop: () -> Void) -> End {
        let own = getpgrp()
        var child: pid_t = 0
        let code = spawn(arguments, flags: POSIX_SPAWN_SETPGROUP, quiet: false, &child)
        guard code == 0 else { return .notStarted(code) }
        take(terminal: child)
        defer { take(terminal: own) }
        while true {
            var status: CInt = 0
            // The call fills the value that it is given.
            guard unsafe waitpid(child, &status, WUNTRACED) == child else {
                if errno == EINTR { continue }
                return .notStarted(errno)
            }
            // Source: wait(2): the low seven bits are 0x7f for stopped, else a signal or none.
            let low = status & 0x7f
            if status & 0xff == 0x7f {
                take(terminal: own)
                stop()
                take(terminal: child)
                kill(-child, SIGCONT)
            } else if low == 0 {
                return .code((status >> 8) & 0xff)
            } else {
                return .signal(low)
            }
        }
    }

    /// Starts a program that goes its own way, without a terminal.
    ///
    /// - Parameter arguments: the program, looked for in `PATH`, and what it is given.
    /// - Returns: how the start ended: `127` if there is no such program.
    static func start(_ arguments: [String]) -> End {
        // The shell ends at once, so that nobody has to wait for the program's end; the program and
        // its arguments are not read by it.
        let line = #"command -v "$1" >/dev/null 2>&1 || exit 127; "$@" & exit 0"#
        var child: pid_t = 0
        let code = spawn(
            ["sh", "-c", line, "sh"] + arguments,
            flags: newSession,
            quiet: true,
            &child
        )
        guard code == 0 else { return .notStarted(code) }
        var status: CInt = 0
        // The call fills the value that it is given.
        while unsafe waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return .notStarted(errno) }
        }
        return status & 0x7f == 0 ? .code((status >> 8) & 0xff) : .signal(status & 0x7f)
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
    /// - Returns: its process, or why it was not started: a number of `errno`.
    static func start(
        _ arguments: [String],
        input: CInt,
        output: CInt,
        joinsErrors: Bool
    ) -> Result<pid_t, NotStarted> {
        var child: pid_t = 0
        let pipes = Pipes(input: input, output: output, joinsErrors: joinsErrors)
        let code = spawn(arguments, flags: newSession, quiet: false, pipes: pipes, &child)
        return code == 0 ? .success(child) : .failure(NotStarted(code: code))
    }

    /// Why a program was not started.
    struct NotStarted: Error {
        /// A number of `errno`.
        var code: CInt
    }

    private struct Pipes {
        var input: CInt
        var output: CInt
        var joinsErrors: Bool
    }

    /// Starts a program with no signal blocked or ignored.
    private static func spawn(
        _ arguments: [String],
        flags: CInt,
        quiet: Bool,
        pipes: Pipes? = nil,
        _ child: inout pid_t
    ) -> CInt {
        var attributes = posix_spawnattr_t()
        var actions = unsafe posix_spawn_file_actions_t()
        var none = sigset_t()
        var all = sigset_t()
        // All of these are local values, filled before they are used and destroyed afterwards.
        unsafe posix_spawnattr_init(&attributes)
        unsafe posix_spawn_file_actions_init(&actions)
        defer {
            unsafe posix_spawnattr_destroy(&attributes)
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        let flags = flags | CInt(POSIX_SPAWN_SETSIGMASK) | CInt(POSIX_SPAWN_SETSIGDEF)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        if let pipes {
            unsafe posix_spawn_file_actions_adddup2(&actions, pipes.input, STDIN_FILENO)
            unsafe posix_spawn_file_actions_adddup2(&actions, pipes.output, STDOUT_FILENO)
            if pipes.joinsErrors {
                unsafe posix_spawn_file_actions_adddup2(&actions, pipes.output, STDERR_FILENO)
            }
        }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where pipes == nil {
            if quiet {
                unsafe posix_spawn_file_actions_addopen(
                    &actions,
                    descriptor,
                    "/dev/null",
                    O_RDWR,
                    0
                )
            } else if descriptor == STDERR_FILENO {
                // This process's own goes to a file while the screen is drawn.
                unsafe posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
            }
        }
        var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        guard let name = arguments.first else { return ENOENT }
        return unsafe posix_spawnp(&child, name, &actions, &attributes, &pointers, environ)
    }
}

import Glibc

/// A process that this one starts, ends and waits for.
///
/// Not Foundation's: to close what is open, that one reads names of 256 bytes off the end of a list
/// of descriptors, which ends the process once in a thousand starts.
struct ChildProcess {
    /// How it left.
    enum End: Hashable {
        case code(Int32)
        case signal(Int32)

        /// Its exit code; `nil` when a signal ended it.
        var code: Int32? {
            guard case .code(let code) = self else { return nil }
            return code
        }
    }

    /// Its number, which is its own until it was seen to have left.
    let id: pid_t
    private(set) var end: End?

    /// Starts a program, with nothing to read, and with no signal blocked or ignored.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - arguments: behind its name.
    ///   - log: a file, to whose end its standard error goes.
    /// - Throws: ``CommandFailure`` when it cannot be started.
    init(_ program: String, _ arguments: [String], log: String) throws(CommandFailure) {
        var id: pid_t = 0
        let code = Self.spawn(program, arguments, log: log, &id)
        guard code == 0 else {
            // The text is a constant of the C library, copied at once.
            let words = unsafe String(cString: strerror(code))
            throw CommandFailure(.failure, "\(program) cannot be started: \(words)")
        }
        self.id = id
    }

    /// Looks whether it has left; does not block.
    ///
    /// - Returns: how, once it has.
    mutating func look() -> End? {
        var status: Int32 = 0
        guard end == nil, unsafe waitpid(id, &status, WNOHANG) == id else { return end }
        // Source: wait(2), the macros WIFSIGNALED, WTERMSIG and WEXITSTATUS.
        let signal = status & 0x7f
        end = signal == 0 ? .code((status >> 8) & 0xff) : .signal(signal)
        return end
    }

    /// Sends it a signal, unless it was seen to have left.
    ///
    /// - Parameter signal: its number.
    func send(_ signal: Int32) {
        if end == nil { kill(id, signal) }
    }

    private static func spawn(
        _ program: String,
        _ arguments: [String],
        log: String,
        _ id: inout pid_t
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
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        unsafe posix_spawnattr_setflags(&attributes, flags)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let appended = O_WRONLY | O_CREAT | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log, appended, 0o600)
        let words = ["chat-server"] + arguments
        var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe posix_spawn(&id, program, &actions, &attributes, &pointers, environ)
    }
}

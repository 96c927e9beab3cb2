import Glibc

/// A terminal without a screen: every byte that a program writes to it can be looked at.
final class PseudoTerminal: Sendable {
    /// The end that a person would sit at.
    let person: Int32
    /// The end that the program has; it is held open here, so that its state outlives the program.
    let program: Int32

    /// Opens one of a hundred columns and thirty rows.
    ///
    /// - Throws: when the system has no more.
    init() throws {
        var (person, program) = (Int32(-1), Int32(-1))
        // The call fills in the two numbers; the three other arguments may be missing.
        guard unsafe openpty(&person, &program, nil, nil, nil) == 0 else {
            throw Subprocess.Failure(description: "no terminal: error \(errno)")
        }
        self.person = person
        self.program = program
        for end in [person, program] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        resize(columns: 100, rows: 30)
    }

    deinit {
        close(person)
        close(program)
    }

    /// Changes the size; the program is told by whoever sends it the signal.
    func resize(columns: Int, rows: Int) {
        var size = winsize()
        size.ws_col = UInt16(columns)
        size.ws_row = UInt16(rows)
        // The call reads the value that it is given.
        unsafe _ = ioctl(program, UInt(TIOCSWINSZ), &size)
    }

    /// Types bytes that need be no whole letters.
    func type(_ bytes: [UInt8]) {
        // The call reads as many bytes as there are; a terminal takes a few at once.
        _ = unsafe write(person, bytes, bytes.count)
    }

    /// How the terminal treats what is typed: echo, lines, signals, and the like.
    var state: [UInt32] {
        var state = termios()
        // The call fills in the value that it is given.
        unsafe _ = tcgetattr(program, &state)
        return [state.c_iflag, state.c_oflag, state.c_cflag, state.c_lflag]
    }

    /// Bytes that were typed and that no program has read: a shell would take them for a command.
    var unread: Int {
        var count: Int32 = 0
        var canonical = termios()
        // The calls fill in or read the values that they are given.
        unsafe _ = tcgetattr(program, &canonical)
        var raw = canonical
        unsafe cfmakeraw(&raw)
        // What has no line end yet is counted only where lines do not matter.
        unsafe _ = tcsetattr(program, TCSANOW, &raw)
        unsafe _ = ioctl(program, UInt(FIONREAD), &count)
        unsafe _ = tcsetattr(program, TCSANOW, &canonical)
        return Int(count)
    }
}

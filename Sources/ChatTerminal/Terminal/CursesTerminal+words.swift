import ChatTUI
import Glibc

/// What the terminal is told and asked besides its screen.
extension CursesTerminal {
    /// How long the way out waits for an answer that is still on its way, in milliseconds: a
    /// terminal answers in a few; one behind a slow line may be late, and its answer is then
    /// dropped by the change of modes, unless it comes later still.
    private static let answerWait: CInt = 200

    /// Whether a frame can be drawn: the terminal is not lent, and has taken what it was told.
    var canDraw: Bool { !isLent && !output.isBehind }

    /// Rings the bell.
    func ring() { mention("\u{7}") }

    /// Shows a notification, if the terminal can.
    ///
    /// - Parameter text: what it says; both may be anything.
    func notify(title: String, text: String) {
        mention(TerminalSequence.notification(title: title, text: text, on: modes.kind))
    }

    /// Puts a text into the terminal's clipboard.
    ///
    /// - Parameter text: as it is to be pasted.
    /// - Returns: false if it is too long, and nothing was done.
    func copy(_ text: String) -> Bool {
        guard let sequence = TerminalSequence.copy(text, on: modes.kind) else { return false }
        mention(sequence)
        return true
    }

    /// Asks what stands behind the text, if the answer would change a colour; it comes as bytes.
    func askGround() {
        guard !isLent, capabilities.colors != .none, capabilities.theme.ground == .auto,
            modes.kind.answers
        else { return }
        write(TerminalSequence.groundQuery)
        isAsked = true
    }

    /// Reads what the terminal still answers, so that no shell takes it for typed text.
    ///
    /// Blocks for ``answerWait`` at most; not at all if everything was answered.
    func awaitAnswer() {
        guard isAsked else { return }
        var parser = KeyParser()
        var polled = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        var bytes = [UInt8](repeating: 0, count: 1_024)
        // The calls fill in the values that they are given, as many bytes as there are.
        while isAsked, unsafe poll(&polled, 1, Self.answerWait) > 0 {
            let got = unsafe read(STDIN_FILENO, &bytes, bytes.count)
            guard got > 0 else { break }
            if parser.feed(bytes[..<got]).contains(.attributes) { isAsked = false }
        }
        isAsked = false
    }

    /// Has another theme from now on; its ground is asked for where it is to be.
    func take(_ theme: Theme) {
        guard capabilities.theme != theme else { return }
        capabilities.theme = theme
        if !isAsked { askGround() }
    }

    /// The terminal's size now.
    var size: Size {
        var size = winsize()
        // The call fills the value that it is given.
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
            size.ws_row > 0
        else { return Size(columns: 80, rows: 24) }
        return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// Writes past ncurses, which has written all of its own when it returns.
    func write(_ text: String) { output.put(Array(text.utf8)) }

    /// Says what is left out where the terminal is another program's, or far behind.
    private func mention(_ text: String) {
        if !isLent, output.hasRoom { write(text) }
    }
}

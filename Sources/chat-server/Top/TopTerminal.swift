import ChatServer
import Foundation

/// The terminal while `top` has it: another screen, no cursor, keys as they are pressed.
struct TopTerminal: Sendable {
    private let before: termios

    /// Takes the terminal.
    ///
    /// - Returns: `nil` when it cannot be set.
    init?() {
        var modes = termios()
        // The calls fill in, change or read the value that they are given.
        guard unsafe tcgetattr(STDIN_FILENO, &modes) == 0 else { return nil }
        before = modes
        unsafe cfmakeraw(&modes)
        guard unsafe tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0 else { return nil }
        draw(from: "\u{1b}[?1049h\u{1b}[?25l")
    }

    /// Gives the terminal back as it was.
    func restore() {
        draw(from: "\u{1b}[?25h\u{1b}[?1049l")
        var modes = before
        // The call reads the value that it is given.
        unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
    }

    /// Draws the screen anew, without a flicker: each row is written over, and cleared behind.
    func draw(_ model: TopModel) {
        var size = winsize()
        // The call fills in the value that it is given.
        let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        let columns = isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80
        let rows = isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24
        let lines = TopScreen(model, columns: columns, rows: rows).lines
        // Wrapping is off meanwhile: a screen narrower than the smallest picture cuts its rows.
        draw(lines, from: "\u{1b}[?7l\u{1b}[H", to: "\u{1b}[J\u{1b}[?7h")
    }

    private func draw(_ rows: [String] = [], from start: String, to end: String = "") {
        // A terminal that has gone tells so by SIGHUP or the end of its keys.
        try? TopOutput.draw(rows, from: start, to: end)
    }
}

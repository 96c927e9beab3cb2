import Glibc

/// What draws the screen for terminals that come and go: tmux or GNU screen.
///
/// Neither tells those inside whether anybody sees them, unless tmux has `focus-events on`: without
/// it, tmux tells of its terminal's coming and going alone, and of no other window or pane.
enum Multiplexer: Hashable {
    /// tmux, which is asked about the pane.
    case tmux(pane: String)
    /// screen, which is asked at its socket.
    case screen(socket: String)

    /// Looks it up; `nil` where the terminal itself draws.
    ///
    /// Source: tmux(1), `TMUX_PANE`; screen(1), `STY` and `SCREENDIR`.
    init?(environment: [String: String]) {
        func value(_ name: String) -> String { environment[name, default: ""] }
        if !value("TMUX").isEmpty, value("TMUX_PANE").hasPrefix("%") {
            self = .tmux(pane: value("TMUX_PANE"))
        } else if !value("STY").isEmpty {
            let named = value("SCREENDIR")
            let folder = named.isEmpty ? "/run/screen/S-\(value("USER"))" : named
            self = .screen(socket: "\(folder)/\(value("STY"))")
        } else {
            return nil
        }
    }

    /// The program that says how many look at the pane; its line is for ``isSeen(_:)``.
    ///
    /// Source: tmux(1), FORMATS: clients of the session, and those that have the window in front,
    /// of whom none sees the pane while another one of its window is zoomed.
    static func question(pane: String) -> [String] {
        let isHidden = "#{&&:#{window_zoomed_flag},#{!=:#{pane_active},1}}"
        let format = "#{session_attached} #{?\(isHidden),0,#{window_active_clients}}"
        return ["tmux", "display-message", "-p", "-t", pane, format]
    }

    /// Reads tmux's answer.
    ///
    /// - Parameter line: `1 0`; the second number is left out by versions that do not know it.
    /// - Returns: whether anybody sees the pane; `nil` if it is no answer.
    static func isSeen(_ line: String) -> Bool? {
        let numbers = line.split(separator: " ").map { Int($0) }
        guard let last = numbers.last, let last else { return nil }
        return last > 0
    }

    /// Whether anybody sees what a screen draws; `nil` if that cannot be told.
    ///
    /// Source: screen's socket.c: who may execute the socket's file says whether it is attached.
    ///
    /// - Returns: `nil` if there is no such file.
    static func isSeen(socket: String) -> Bool? {
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard unsafe stat(socket, &facts) == 0 else { return nil }
        return facts.st_mode & S_IXUSR != 0
    }
}

import Foundation

/// `chat-tui` on a terminal of its own, as alice in a room of a server.
struct TerminalClient {
    let terminal: PseudoTerminal
    /// How the terminal treated what is typed before the client had it.
    let before: [UInt32]
    let process: Subprocess
    /// Both are gone with the last who holds them.
    private let needed: (ServerProcess, TemporaryFolder)

    /// Starts one.
    ///
    /// - Parameters:
    ///   - server: whose room `general` it shows.
    ///   - folder: becomes `$HOME`.
    ///   - environment: what differs from that of an xterm without a multiplexer.
    /// - Throws: when it does not start.
    init(
        _ server: ServerProcess,
        in folder: TemporaryFolder,
        _ options: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        needed = (server, folder)
        terminal = try PseudoTerminal()
        before = terminal.state
        let usual = [
            "HOME": folder.path, "XDG_STATE_HOME": "", "TERM": "xterm-256color", "TMUX": "",
            "STY": "", "NO_COLOR": "", "COLORFGBG": "", "VTE_VERSION": "",
        ]
        process = try Subprocess(
            [
                try Project.program("chat-tui"), "--server", "http://\(server.address)", "--name",
                "alice", "--room", "general",
            ] + options,
            environment: usual.merging(environment) { $1 },
            on: terminal
        )
    }

    /// Waits until something is on its way to the screen.
    func shows(_ text: String) async throws {
        try await process.output.passage(text)
    }

    /// Types all at once, as a terminal gives a paste.
    func paste(_ text: String) {
        process.write("\u{1b}[200~\(text)\u{1b}[201~")
    }

    /// Whether each mode that was switched on is off in the end, the cursor shows, and what is
    /// typed is treated as before.
    func isRestored() async -> Bool {
        await process.output.becomes(Self.endsRestored) && terminal.state == before
    }

    private static func endsRestored(_ text: String) -> Bool {
        func last(_ sequence: String) -> String.Index? {
            text.range(of: sequence, options: .backwards)?.lowerBound
        }
        let isOff = ["1049", "2004", "1004", "1000", "1006", "2026", "2027"].allSatisfy { mode in
            guard let on = last("\u{1b}[?\(mode)h") else { return true }
            return last("\u{1b}[?\(mode)l").map { $0 > on } ?? false
        }
        // The keyboard's own modes are of the alternate screen, and are left on it.
        if let pushed = last("\u{1b}[>5u") {
            guard let popped = last("\u{1b}[<u"), let up = last("\u{1b}[?1049h"),
                let down = last("\u{1b}[?1049l"), up < pushed, pushed < popped, popped < down
            else { return false }
        }
        guard let hidden = last("\u{1b}[?25l") else { return isOff }
        return isOff && last("?25h").map { $0 > hidden } ?? false
    }
}

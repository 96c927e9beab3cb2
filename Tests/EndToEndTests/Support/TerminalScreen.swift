import Foundation
import Glibc
import Synchronization

/// A terminal of a hundred columns and thirty rows, in tmux, with one program on it.
///
/// It is driven in tmux's control mode, which tells of each output, so that nobody asks in vain.
/// Source: tmux(1), CONTROL MODE.
final class TerminalScreen: Sendable {
    private let tmux: Subprocess
    /// The server of tmux is no child of ours, and would outlive us.
    private let server: pid_t
    /// The pane whose rows are looked at; without one it is that in front.
    private let pane = Mutex<String?>(nil)
    private let folder: TemporaryFolder
    private let looks = Mutex(0)

    /// Opens one, and waits until it is there.
    ///
    /// - Parameters:
    ///   - script: for `sh`, with `chat-tui` in its search path, and `$HOME` a folder of its own.
    ///   - folder: becomes `$HOME`.
    /// - Throws: when tmux does not open it.
    init(_ script: String, in folder: TemporaryFolder) async throws {
        self.folder = folder
        let program = try Project.program("chat-tui")
        let path = URL(fileURLWithPath: program).deletingLastPathComponent().path
        let own = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        tmux = try Subprocess(
            [
                "tmux", "-S", folder.path + "/tmux", "-f", "/dev/null", "-C", "new-session", "-x",
                "100", "-y",
                "30", try "sh " + folder.file("script.sh", script),
            ],
            environment: [
                "PATH": path + ":" + own, "HOME": folder.path, "TZ": "UTC", "TMUX": "",
                "XDG_STATE_HOME": "", "USER": "alice",
            ]
        )
        tmux.write("refresh-client -C 100x30\ndisplay-message -p 'server #{pid}'\n")
        let line = try await tmux.output.line(wanted: "server") { $0.hasPrefix("server ") }
        guard let pid = pid_t(line.dropFirst("server ".count)) else {
            throw Output.Missing(description: "no number in: \(line)")
        }
        server = pid
    }

    deinit {
        kill(server, SIGTERM)
    }

    /// Types.
    ///
    /// - Parameter key: a key by tmux's name after them, such as `Enter`.
    func type(_ text: String, _ key: String = "Enter") {
        let hex = text.utf8.map { String($0, radix: 16) }.joined(separator: " ")
        if !text.isEmpty { tmux.write("send-keys -H \(hex)\n") }
        tmux.write("send-keys \(key)\n")
    }

    /// Looks at the rows of the pane that is in front now, whichever is so later.
    ///
    /// - Returns: how tmux calls it, and its window by it.
    @discardableResult
    func keepPane() async throws -> String {
        tmux.write("display-message -p 'pane #{pane_id}'\n")
        let line = try await tmux.output.line(wanted: "pane") { $0.hasPrefix("pane ") }
        let name = String(line.dropFirst("pane ".count))
        pane.withLock { $0 = name }
        return name
    }

    /// Has tmux do something.
    ///
    /// - Parameter command: as tmux(1) has it.
    func command(_ command: String) { tmux.write("\(command)\n") }

    /// Waits until the screen is as wanted.
    ///
    /// - Parameter what: the words of the failure.
    /// - Throws: with what is on the screen, when it does not become so.
    @discardableResult
    func rows(showing what: String, where isWanted: ([String]) -> Bool) async throws -> [String] {
        let deadline = ContinuousClock.now + Output.patience
        while true {
            let look = try await look()
            if isWanted(look.rows) { return look.rows }
            if look.isOld { continue }
            do {
                let left = deadline - .now
                try await tmux.output.line(within: left) { $0.hasPrefix("%output") }
            } catch {
                throw Output.Missing(
                    description: "no \(what) on the screen:\n" + look.rows.joined(separator: "\n")
                )
            }
        }
    }

    /// Waits until some row contains a text.
    @discardableResult
    func row(containing text: String) async throws -> String {
        let rows = try await rows(showing: text) { $0.contains { $0.contains(text) } }
        return rows.first { $0.contains(text) } ?? ""
    }

    /// Types, and waits until some row contains a text.
    ///
    /// - Parameters:
    ///   - key: a key by tmux's name after them, such as `Enter`.
    ///   - answer: what a row contains then.
    /// - Throws: when no row contains it in time.
    func type(_ text: String, _ key: String = "Enter", showing answer: String) async throws {
        type(text, key)
        try await row(containing: answer)
    }

    /// The rows now.
    func rows() async throws -> [String] { try await look().rows }

    /// The rows, and whether the program wrote while they were asked for.
    ///
    /// What it wrote behind the picture is told of once: who passed over it would wait in vain.
    private func look() async throws -> (rows: [String], isOld: Bool) {
        let look = looks.withLock { look in
            look += 1
            return look
        }
        let target = pane.withLock { $0.map { " -t \($0)" } } ?? ""
        tmux.write(
            "display-message -p begin-\(look)\ncapture-pane -p\(target)\ndisplay-message -p end-\(look)\n"
        )
        try await tmux.output.line { $0 == "begin-\(look)" }
        var rows: [String] = []
        var isOld = false
        while true {
            let row = try await tmux.output.line()
            if row == "end-\(look)" { return (rows, isOld) }
            if row.hasPrefix("%output") { isOld = true }
            if !row.hasPrefix("%") { rows.append(row) }
        }
    }
}

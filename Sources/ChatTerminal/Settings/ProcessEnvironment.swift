import Glibc

/// The variables of the process, without Foundation.
package enum ProcessEnvironment {
    /// The variables that this client knows, as they are now; those not set are left out.
    package static var variables: [String: String] {
        var found: [String: String] = [:]
        for name in names {
            // The text is copied at once, before anyone could change the environment.
            guard let value = unsafe getenv(name) else { continue }
            found[name] = unsafe String(cString: value)
        }
        return found
    }

    /// Whether the terminal takes UTF-8: one of which no locale tells is taken for it.
    ///
    /// Source: POSIX.1-2024, XBD section 8.2: the first of the three that is set counts.
    ///
    /// - Returns: false only where the variables name another encoding, or the `C` locale.
    static func isUTF8(_ variables: [String: String]) -> Bool {
        let told = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variables[$0] }
        guard let locale = told.first(where: { !$0.isEmpty })?.lowercased() else { return true }
        return locale.contains("utf-8") || locale.contains("utf8")
    }

    private static let names = [
        "BROWSER", "CHAT_NAME", "CHAT_SERVER", "COLORFGBG", "EDITOR", "ESCDELAY", "HOME", "LANG",
        "LC_ALL", "LC_CTYPE", "NO_COLOR", "SCREENDIR", "SSH_CONNECTION", "SSH_TTY", "STY", "TERM",
        "TMPDIR",
        "TMUX", "TMUX_PANE", "USER", "VISUAL", "VTE_VERSION",
        "XDG_CONFIG_HOME", "XDG_STATE_HOME",
    ]
}

import Glibc

/// The variables of the process, without Foundation.
enum ProcessEnvironment {
    /// The variables that this client knows, as they are now; those not set are left out.
    static var variables: [String: String] {
        var found: [String: String] = [:]
        for name in names {
            // The text is copied at once, before anyone could change the environment.
            guard let value = unsafe getenv(name) else { continue }
            found[name] = unsafe String(cString: value)
        }
        return found
    }

    private static let names = [
        "CHAT_NAME", "CHAT_SERVER", "COLORFGBG", "ConEmuANSI", "HOME", "KITTY_WINDOW_ID", "LANG",
        "LC_ALL", "LC_CTYPE", "LC_TERMINAL", "NO_COLOR", "STY", "TERM", "TERM_PROGRAM", "TMUX",
        "USER", "WT_SESSION", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
    ]
}

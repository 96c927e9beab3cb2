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
        "BROWSER", "CHAT_NAME", "CHAT_SERVER", "COLORFGBG", "EDITOR", "HOME", "LANG", "LC_ALL",
        "LC_CTYPE", "NO_COLOR", "STY", "TERM", "TMPDIR", "TMUX", "USER", "VISUAL", "VTE_VERSION",
        "XDG_CONFIG_HOME", "XDG_STATE_HOME",
    ]
}

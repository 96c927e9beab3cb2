/// What a terminal understands beyond what its terminfo entry says, as far as its environment
/// tells.
package struct TerminalKind: Hashable, Sendable {
    /// How a terminal shows a notification.
    package enum Notification: Hashable, Sendable {
        case none
        /// `OSC 9 ; text`: iTerm2, kitty, WezTerm, Ghostty, and many others.
        case text
        /// `OSC 777 ; notify ; title ; text`: urxvt, foot, VTE as some build it.
        case titled
    }

    /// Kinds of terminal that have a window, by the beginning of their `TERM`.
    private static let windowed = [
        "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "vte", "gnome",
        "konsole", "st-", "ghostty", "contour", "mintty", "iterm",
    ]

    /// Whether tmux stands between this process and the terminal.
    package let isInTmux: Bool
    /// Whether there is a window with a title: what belongs to windows is understood or ignored.
    package let hasWindow: Bool
    /// Whether it is asked what stands behind its text, and answers.
    package let answers: Bool
    /// Whether text can lead somewhere (`OSC 8`).
    package let hasLinks: Bool
    package let notification: Notification

    /// Looks at an environment.
    ///
    /// - Parameter environment: `TERM`, `TMUX`, `STY`, and what terminals call themselves.
    package init(environment: [String: String]) {
        func value(_ name: String) -> String { environment[name, default: ""] }
        let type = value("TERM")
        isInTmux = !value("TMUX").isEmpty
        hasWindow = Self.windowed.contains { type.hasPrefix($0) }
        // GNU screen hands on neither questions nor links.
        let isInScreen = !isInTmux && (type.hasPrefix("screen") || !value("STY").isEmpty)
        answers = hasWindow && !isInScreen
        hasLinks = hasWindow && !isInScreen
        guard hasWindow, !isInScreen else {
            notification = .none
            return
        }
        let isTitled =
            type.hasPrefix("rxvt") || type.hasPrefix("foot") || type.hasPrefix("vte")
            || type.hasPrefix("gnome") || !value("VTE_VERSION").isEmpty
        notification = isTitled ? .titled : .text
    }

    /// Whether the ground is light, by `COLORFGBG`; `nil` if that does not tell.
    ///
    /// Source: rxvt(1), `COLORFGBG`: the number of the text's colour first, of the ground's last.
    ///
    /// - Parameter variable: such as `0;15`.
    /// - Returns: true for white and the bright colours.
    package static func isGroundLight(colorFGBG variable: String) -> Bool? {
        guard let last = variable.split(separator: ";").last, let index = Int(last),
            (0...15).contains(index)
        else { return nil }
        return index == 7 || index > 8
    }
}

/// The sequences that ncurses does not know: which a terminal is told at the start and the end, and
/// around a picture.
///
/// Terminals ignore those private modes that they do not have. Source: xterm's ctlseqs.
struct TerminalModes: Hashable, Sendable {
    /// Holds the screen until the picture is whole.
    static let beginPicture = "\u{1b}[?2026h"
    /// Shows the picture.
    static let endPicture = "\u{1b}[?2026l"
    /// Kinds of terminal that have a window with a title.
    private static let windowed = [
        "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "vte", "gnome",
        "konsole", "st-", "ghostty",
    ]

    private let type: String

    /// Looks a type up.
    ///
    /// - Parameter type: as `TERM` says.
    init(type: String) {
        self.type = type
    }

    /// False for a terminal without a cursor to move.
    var canBeDrawnOn: Bool { !["", "dumb", "unknown"].contains(type) }

    /// Brackets around pastes, reports of the focus; the old title is put by.
    var entering: String {
        "\u{1b}[?2004h\u{1b}[?1004h" + (hasTitle ? "\u{1b}[22;2t" : "")
    }

    /// Takes ``entering`` back.
    var leaving: String {
        Self.endPicture + "\u{1b}[?2004l\u{1b}[?1004l" + (hasTitle ? "\u{1b}[23;2t" : "")
    }

    /// What sets the window's title; `nil` if there is none to set.
    ///
    /// - Parameter text: printable, as a frame gives it.
    /// - Returns: the sequence.
    func title(_ text: String) -> String? {
        guard hasTitle else { return nil }
        // Whatever the text passed before: no control gets out of the string it stands in.
        let scalars = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7f...0x9f ~= $0.value) }
        return "\u{1b}]2;\(String(String.UnicodeScalarView(scalars)))\u{7}"
    }

    private var hasTitle: Bool { Self.windowed.contains { type.hasPrefix($0) } }
}

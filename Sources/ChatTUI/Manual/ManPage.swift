/// The manual page, `docs/chat-tui.1`, made from the tables that drive the client.
///
/// Source: man(7), man-pages(7).
package enum ManPage {
    /// The page as roff.
    package static let text: String = {
        let parts = [
            heading, options, commands, keys, configuration, environment, files, codes, examples,
        ]
        return parts.joined() + ".SH SEE ALSO\n.BR curl (1),\n.BR tmux (1)\n"
    }()

    private static let heading = """
        .TH CHAT\\-TUI 1 "" "Burble" "User Commands"
        .SH NAME
        chat\\-tui \\- chat in a terminal, over a Burble server
        .SH SYNOPSIS
        .B chat\\-tui
        .RI [ options ]
        .br
        .B chat\\-tui login
        .RI "[ options ] [" "\\-\\-ssh [file]" "] [" "\\-\\-password\\-stdin" ]
        .br
        .B chat\\-tui register
        .RI "[ options ] [" "\\-\\-invite code" ]
        .br
        .B chat\\-tui logout
        .RI [ options ]
        .br
        .B chat\\-tui pin
        .RI "[ options ] [" "\\-\\-fingerprint sha256" ]
        .br
        .B chat\\-tui keys
        .RI "[ options ] [" "add [file]" " | " "remove fingerprint" ]
        .br
        .B chat\\-tui tokens
        .RI "[ options ] [" "end id" ]
        .br
        .B chat\\-tui password
        .RI "[ options ] [" "\\-\\-end\\-tokens" ]
        .br
        .B chat\\-tui leave
        .RI [ options ]
        .SH DESCRIPTION
        On a terminal it opens a screen: Enter sends, F1 lists the keys, /quit leaves.
        Where standard input is not a terminal, each of its lines is posted to the room, and it ends
        when all of them are durable.
        Where only standard output is not one, or the input is closed or /dev/null, what is said is
        printed until it is stopped.
        .PP
        What is typed while no server answers is kept, also over a restart, and is sent once, in
        order, when one does.
        .PP
        login, register and logout sign in and out at the first server and keep a token for it;
        each has \\-\\-help. A password is asked for without echo, or read from standard input, and
        never an argument. pin trusts a certificate that no authority vouches for. keys lists, adds
        and removes the SSH keys that login \\-\\-ssh signs in with. tokens lists and ends what lets
        programs in as the account, password changes its password, and leave ends it for good.

        """

    private static let options =
        section("OPTIONS")
        + ClientOption.all.map { option in
            let value = option.value.map { " \\fI\(escaped($0))\\fR" } ?? ""
            return entry("\\fB\\-\\-\(escaped(option.name))\\fR\(value)", option.help)
        }.joined()

    private static let commands =
        section("COMMANDS")
        + Command.all.map { entry("\\fB\(escaped($0.usage))\\fR", $0.help) }.joined()

    private static let keys =
        section("KEYS")
        + KeyTable.groups.map { group in
            ".SS \(escaped(group.title))\n"
                + group.bindings.map { binding in
                    let keys = binding.keys.map { "\\fB\(escaped($0.description))\\fR" }
                    let names = keys.isEmpty ? "(no key)" : keys.joined(separator: ", ")
                    return entry(names, "\(binding.help) (\(binding.name))")
                }.joined()
        }.joined() + ".SS A message is selected\n"
        + SelectKeys.standard.bindings.map { binding in
            let keys = binding.keys.map { "\\fB\(escaped($0.description))\\fR" }
            return entry(keys.joined(separator: ", "), "\(binding.help) (\(binding.name))")
        }.joined()

    private static let configuration =
        section("CONFIGURATION")
        + paragraph(
            """
            Each line of the file is `key = value` under its [section]; a line that begins with # \
            is a comment. An option counts more than a variable of the environment, and that more \
            than the file. A fault is reported with its line before the screen opens. The section \
            [keys] has the names that stand behind the keys above, [select] those of the keys \
            for a selected message.
            """
        )
        + ConfigurationSetting.all.map { setting in
            let place = setting.section.isEmpty ? "" : "[\(setting.head)] "
            let example = "\\fB\(escaped(place + setting.key))\\fR = \(escaped(setting.sample))"
            return entry(example, setting.help.joined(separator: " "))
        }.joined()

    private static let environment =
        section("ENVIRONMENT")
        + [
            ("CHAT_SERVER, CHAT_NAME", "Stand for --server and --name."),
            ("NO_COLOR", "Anything but nothing turns colours off."),
            ("COLORFGBG", "Tells whether the ground is light, where the terminal does not."),
            (
                "TMUX, TMUX_PANE, STY, SCREENDIR",
                "Whom to ask whether somebody looks, before anything counts as read."
            ),
            ("ESCDELAY", "How long Esc waits for the rest of a key, in milliseconds."),
            ("VISUAL, EDITOR", "The editor that a message can be written in; else vi."),
            ("BROWSER", "What shows links; else xdg-open."),
            ("TERM", "With `dumb` the client speaks in lines, as with --plain."),
            ("LC_ALL, LC_CTYPE, LANG", "Where they name no UTF-8, the screen is drawn in ASCII."),
        ].map { entry("\\fB\(escaped($0))\\fR", $1) }.joined()

    private static let files =
        section("FILES")
        + entry(
            "\\fI$XDG_CONFIG_HOME/burble/chat\\-tui.conf\\fR",
            "The configuration; ~/.config where the variable is not set."
        )
        + entry(
            "\\fI$XDG_STATE_HOME/burble/\\fR",
            "Unsent messages, drafts, what was sent, what is muted, tokens, and the error log; ~/.local/state where it is not set."
        )
        + entry(
            "\\fI$XDG_STATE_HOME/burble/logs/\\fR",
            "What was said, where the setting log is on: a file for each room and day."
        )
        + entry(
            "\\fI$XDG_CONFIG_HOME/burble/hooks/\\fR",
            "Programs that get events as lines of JSON and answer with lines for the client."
        )

    private static let codes =
        section("EXIT STATUS")
        + ExitCodes.all.map { entry("\\fB\($0.code)\\fR", $0.cause) }.joined()

    private static let examples =
        section("EXAMPLES")
        + [
            ("make 2>&1 | tail -1 | chat-tui --room builds", "Post the last line of a build."),
            ("chat-tui --room ops --wait deployed --timeout 10m", "Wait for a word in a room."),
            ("chat-tui --room general --json --since 1h --once", "An hour of a room, as JSON."),
        ].map { entry("\\fB\(escaped($0))\\fR", $1) }.joined()

    private static func section(_ title: String) -> String { ".SH \(title)\n" }

    private static func paragraph(_ text: String) -> String { "\(escaped(text))\n" }

    private static func entry(_ tag: String, _ text: String) -> String {
        ".TP\n\(tag)\n\(escaped(text))\n"
    }

    /// Text that roff shows as it is: a dash is not a hyphen, and no line is a request.
    private static func escaped(_ text: String) -> String {
        let shown = text.map { character in
            switch character {
            case "\\": "\\e"
            case "-": "\\-"
            case "`": "\\(ga"
            case "^": "\\(ha"
            case "~": "\\(ti"
            case "'": "\\(aq"
            default: String(character)
            }
        }.joined()
        return shown.hasPrefix(".") ? "\\&" + shown : shown
    }
}

/// An option of the command line: the one table that `--help` and the manual are made from.
package struct ClientOption: Hashable, Sendable {
    /// Without the dashes.
    package let name: String
    /// What stands behind it; `nil` for a switch.
    package let value: String?
    /// What it does, with its default.
    package let help: String

    /// Makes an option.
    private init(_ name: String, _ value: String?, _ help: String) {
        self.name = name
        self.value = value
        self.help = help
    }

    package static let room = ClientOption(
        "room",
        "room",
        "A room to be in, of the first server; may be repeated. (default: general)"
    )
    package static let server = ClientOption(
        "server",
        "address",
        "http://HOST:PORT, https://HOST, unix:PATH, or the name of a server of the "
            + "configuration; may be repeated. (default: http://127.0.0.1:8080)"
    )
    package static let speaker = ClientOption(
        "name",
        "name",
        "Whom to speak as: 1 to 32 letters, digits and _.|^{}[]\\`-. (default: $USER)"
    )
    package static let config = ClientOption(
        "config",
        "file",
        "The configuration file. (default: $XDG_CONFIG_HOME/burble/chat-tui.conf)"
    )
    package static let writeConfig = ClientOption(
        "write-config",
        nil,
        "Write a commented configuration file, unless there is one, and say where."
    )
    package static let theme = ClientOption(
        "theme",
        "theme",
        "auto, dark, light or plain: which colours. (default: auto)"
    )
    package static let plain = ClientOption(
        "plain",
        nil,
        "Lines without a screen, fit for a screen reader."
    )
    package static let control = ClientOption(
        "control",
        "socket",
        "Open a Unix socket at which programs get events as JSON and say lines for the client."
    )
    package static let message = ClientOption(
        "message",
        "text",
        "Post this one message, then leave; may have several lines."
    )
    package static let upload = ClientOption(
        "upload",
        "path",
        "Send this file to each room, print its address, then leave."
    )
    package static let json = ClientOption("json", nil, "Print events as JSON, one object a line.")
    package static let once = ClientOption(
        "once",
        nil,
        "Print what is there, then leave; or post all of standard input as one message."
    )
    package static let since = ClientOption(
        "since",
        "when",
        "Print from a cursor, `all`, a span such as 10m, or a time."
    )
    package static let tail = ClientOption(
        "tail",
        "count",
        "Print so many of the newest messages first. (default: 20; with --wait 0)"
    )
    package static let wait = ClientOption(
        "wait",
        "text",
        "Print the first message that holds the text, in any case, then leave with 0."
    )
    package static let timeout = ClientOption(
        "timeout",
        "span",
        "Leave after 30s, 10m, 2h; with --wait the exit code is then 75."
    )
    package static let man = ClientOption("man", nil, "Print the manual page, for `man -l -`.")

    /// All options, in the order of the manual.
    package static let all = [
        room, server, speaker, config, writeConfig, theme, plain, control, message, upload, json,
        once,
        since, tail,
        wait, timeout, man,
    ]
}

import ChatProtocol

/// The settings that can be changed while the client runs.
extension ConfigurationSetting {
    /// A setting that is one of a few words.
    private static func choice<Choice>(
        _ section: String,
        _ key: String,
        _ place: any WritableKeyPath<Configuration, Choice> & Sendable,
        sample: Choice,
        _ help: String...
    ) -> ConfigurationSetting
    where Choice: RawRepresentable<String> & CaseIterable & SendableMetatype {
        let choices = Choice.allCases.map(\.rawValue)
        return ConfigurationSetting(
            section: section,
            key: key,
            sample: sample.rawValue,
            help: help,
            choices: choices,
            shows: { $0[keyPath: place].rawValue },
            take: { line, configuration in
                guard let chosen = Choice(rawValue: line.value) else {
                    let words = choices.joined(separator: ", ")
                    return "\(line.key) is one of \(words), not \(line.shownValue)"
                }
                configuration[keyPath: place] = chosen
                return nil
            }
        )
    }

    static let screen: [ConfigurationSetting] = [
        choice(
            "screen",
            "theme",
            \.theme.ground,
            sample: .auto,
            "auto (asks the terminal for its ground), dark, light, or plain: no colours.",
            "NO_COLOR in the environment turns colours off as well."
        ),
        choice(
            "screen",
            "time",
            \.options.time,
            sample: .minutes,
            "How times are written: 24h, 12h, seconds or none."
        ),
        ConfigurationSetting(
            section: "screen",
            key: "mouse",
            sample: "off",
            help: [
                "on takes the wheel and clicks from the start. The terminal then selects text only",
                "with Shift; a key switches it at any time.",
            ],
            choices: ["on", "off"],
            shows: { $0.options.takesMouse ? "on" : "off" },
            take: { line, configuration in
                guard ["on", "off"].contains(line.value) else {
                    return "mouse must be on or off, not \(line.shownValue)"
                }
                configuration.options.takesMouse = line.value == "on"
                return nil
            }
        ),
        escape,
        choice(
            "screen",
            "list",
            \.options.list,
            sample: .auto,
            "The list of rooms: auto (from 80 columns on), on, or off; a key switches it."
        ),
        choice(
            "screen",
            "members",
            \.options.members,
            sample: .auto,
            "The list of members: auto (from 140 columns on), on, or off; a key switches it."
        ),
        choice(
            "screen",
            "sort",
            \.options.sort,
            sample: .hand,
            "The order of the rooms: hand (/move), name, or unread: those that call first."
        ),
        choice(
            "screen",
            "marks",
            \.options.marks,
            sample: .on,
            "Whether the signs of Markdown show around what they mark; off hides them."
        ),
        choice(
            "screen",
            "typing",
            \.options.typing,
            sample: .on,
            "Whether others are told that you are typing."
        ),
        choice(
            "screen",
            "receipts",
            \.options.receipts,
            sample: .on,
            "Whether you and the others of direct and small rooms see how far each has read.",
            "off neither shows nor tells. Only members with accounts see it."
        ),
        choice(
            "screen",
            "pictures",
            \.options.pictures,
            sample: .off,
            "How /view draws a picture: off, auto (as the terminal can), kitty, sixel, or blocks.",
            "chafa draws it, and has to be installed."
        ),
    ]

    static let line: [ConfigurationSetting] = [
        choice(
            "line",
            "editing",
            \.options.editing,
            sample: .emacs,
            "How the line is edited: emacs, or vi, where Esc makes letters commands."
        ),
        ConfigurationSetting(
            section: "line",
            key: "spelling",
            sample: "off",
            help: [
                "off, auto (the dictionary of the locale), or a dictionary of hunspell or aspell,",
                "such as de_DE. Words that it does not have are marked; Tab offers others.",
            ],
            choices: ["off", "auto"],
            shows: { $0.options.spelling },
            take: { line, configuration in
                let isName = line.value.utf8.allSatisfy { byte in
                    let folded = byte | 0x20
                    return (0x61...0x7a).contains(folded) || (0x30...0x39).contains(byte)
                        || "_-,.".utf8.contains(byte)
                }
                guard isName, !line.value.isEmpty, !line.value.hasPrefix("-") else {
                    let words = "spelling must be off, auto or a dictionary's name"
                    return "\(words), not \(line.shownValue)"
                }
                configuration.options.spelling = line.value
                return nil
            }
        ),
    ]

    static let files: [ConfigurationSetting] = [
        choice(
            "files",
            "log",
            \.options.log,
            sample: .off,
            "on keeps what is said while you are there: one file for each room and day, in",
            "$XDG_STATE_HOME/burble/logs (or ~/.local/state/burble/logs), for you alone."
        )
    ]

    private static let escape = ConfigurationSetting(
        section: "screen",
        key: "escape",
        sample: "\(EscapeDelay.local)",
        help: [
            "Milliseconds that Esc waits for the rest of a key, \(bounds). ESCDELAY of",
            "the environment counts more. Without both \(EscapeDelay.local), and \(EscapeDelay.remote) over ssh.",
        ],
        shows: { configuration in configuration.options.escapeDelay.map { "\($0)" } ?? "" },
        take: { line, configuration in
            guard let delay = WireNumber(line.value).map({ Int($0.value) }),
                EscapeDelay.bounds.contains(delay)
            else {
                return "escape must be \(bounds)"
            }
            configuration.options.escapeDelay = delay
            return nil
        }
    )

    private static let bounds =
        "\(EscapeDelay.bounds.lowerBound) to \(EscapeDelay.bounds.upperBound)"

    static let notifications: [ConfigurationSetting] = [
        choice(
            "notifications",
            "calls",
            \.options.calls,
            sample: .mentions,
            "For what to ring and to notify: none, mentions (your name, the words below and",
            "direct rooms), or all."
        ),
        ConfigurationSetting(
            section: "notifications",
            key: "highlights",
            sample: "deploy, on call",
            help: ["Words that call you as your name does, in any case."],
            shows: { $0.options.highlights.joined(separator: ", ") },
            take: { line, configuration in
                if let words = line.listFault { return words }
                let limit = ClientOptions.highlightLimit
                guard line.list.count <= limit else {
                    return "at most \(limit) words are looked for"
                }
                configuration.options.highlights = line.list
                return nil
            }
        ),
    ]

    /// A setting for each colour that a theme has a name for.
    static let colors: [ConfigurationSetting] = ColorRole.allCases.map { role in
        ConfigurationSetting(
            section: "colours",
            key: role.rawValue,
            sample: role.sample,
            help: [role.help],
            choices: Color.names + ["default"],
            shows: { configuration in
                configuration.theme.changes[role].map { $0?.name ?? "default" } ?? ""
            },
            take: { line, configuration in
                if line.value == "default" {
                    configuration.theme.changes[role] = .some(nil)
                    return nil
                }
                guard let color = Color(named: line.value) else {
                    let words = "it must be a name, 0 to 255, #rrggbb or default"
                    return "\(line.shownValue) is not a colour: \(words)"
                }
                configuration.theme.changes[role] = color
                return nil
            }
        )
    }
}

extension ColorRole {
    /// An example that is no theme's own colour.
    fileprivate var sample: String {
        switch self {
        case .unread: "bright-yellow"
        case .failed: "203"
        case .link: "#5fafff"
        case .code: "cyan"
        case .keyword: "magenta"
        case .text: "green"
        case .number: "yellow"
        case .comment: "244"
        }
    }

    /// What has the colour.
    fileprivate var help: String {
        switch self {
        case .unread: "The line before what is unread."
        case .failed: "What could not be sent."
        case .link: "Addresses that can be opened."
        case .code: "Code."
        case .keyword: "Its keywords, where the language is named behind the fence: ```swift."
        case .text: "Its strings."
        case .number: "Its numbers."
        case .comment: "Its comments."
        }
    }
}

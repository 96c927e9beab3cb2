import ChatProtocol

/// A setting of the configuration file: the one table that reads it, writes the sample and fills
/// the manual.
package struct ConfigurationSetting: Sendable {
    /// Empty for what stands before the first section.
    package let section: String
    package let key: String
    /// What the sample shows; for most settings what holds without a file.
    package let sample: String
    /// What it is for and what it may be, in sentences of at most 90 characters each.
    package let help: [String]
    /// Takes a line into the configuration; says what is wrong with it, or `nil`.
    let take: @Sendable (ConfigurationLine, inout Configuration) -> String?

    /// The section of a server, which has a name behind it.
    static let serverSection = "server"

    /// The section's head; that of a server as the sample has it.
    package var head: String { section == Self.serverSection ? "server work" : section }

    /// Where it stands in the file, for people.
    var place: String {
        switch section {
        case "": "before the first section"
        case Self.serverSection: "in [server NAME]"
        default: "in [\(section)]"
        }
    }

    /// All settings but the keys, in the order of the sample.
    package static let all: [ConfigurationSetting] =
        [
            ConfigurationSetting(
                section: "",
                key: "server",
                sample: "http://127.0.0.1:8080",
                help: ["Where to: http://HOST:PORT, https://HOST or unix:PATH."]
            ) { line, configuration in
                configuration.server = .init(value: line.value, line: line.number)
                return line.value.isEmpty ? "an address is wanted" : nil
            },
            ConfigurationSetting(
                section: "",
                key: "name",
                sample: "anna",
                help: ["Whom to speak as; without it the system's name for you."]
            ) { line, configuration in
                do throws(NameError) {
                    configuration.name = try MemberName(line.value)
                    return nil
                } catch {
                    return "\(error)"
                }
            },
            ConfigurationSetting(
                section: "",
                key: "rooms",
                sample: "general, random",
                help: ["Rooms to be in, the first in front."]
            ) { line, configuration in takeRooms(line, &configuration.rooms) },
        ] + servers + [
            ConfigurationSetting(
                section: "screen",
                key: "theme",
                sample: "auto",
                help: [
                    "auto (asks the terminal for its ground), dark, light, or plain: no colours.",
                    "NO_COLOR in the environment turns colours off as well.",
                ]
            ) { line, configuration in choose(line, &configuration.theme.ground) },
            ConfigurationSetting(
                section: "screen",
                key: "time",
                sample: "24h",
                help: ["How times are written: 24h, 12h, seconds or none."]
            ) { line, configuration in choose(line, &configuration.options.time) },
            ConfigurationSetting(
                section: "screen",
                key: "mouse",
                sample: "off",
                help: [
                    "on takes the wheel and clicks from the start. The terminal then selects text only",
                    "with Shift; a key switches it at any time.",
                ]
            ) { line, configuration in
                switch line.value {
                case "on": configuration.options.takesMouse = true
                case "off": configuration.options.takesMouse = false
                default: return "on or off is wanted, not \(line.value)"
                }
                return nil
            },
            ConfigurationSetting(
                section: "screen",
                key: "escape",
                sample: "\(EscapeDelay.local)",
                help: [
                    "Milliseconds that Esc waits for the rest of a key, \(EscapeDelay.bounds.lowerBound) to \(EscapeDelay.bounds.upperBound). ESCDELAY of",
                    "the environment counts more. Without both \(EscapeDelay.local), and \(EscapeDelay.remote) over ssh.",
                ]
            ) { line, configuration in
                guard let delay = Int(line.value), EscapeDelay.bounds.contains(delay) else {
                    let bounds = EscapeDelay.bounds
                    return "\(bounds.lowerBound) to \(bounds.upperBound) is wanted"
                }
                configuration.options.escapeDelay = delay
                return nil
            },
            ConfigurationSetting(
                section: "notifications",
                key: "calls",
                sample: "mentions",
                help: [
                    "For what to ring and to notify: none, mentions (your name, the words below and",
                    "direct rooms), or all.",
                ]
            ) { line, configuration in choose(line, &configuration.options.calls) },
            ConfigurationSetting(
                section: "notifications",
                key: "highlights",
                sample: "deploy, on call",
                help: ["Words that call you as your name does, in any case."]
            ) { line, configuration in
                configuration.options.highlights = line.list
                let limit = ClientOptions.highlightLimit
                return line.list.count > limit ? "at most \(limit) words are looked for" : nil
            },
        ] + colors

    /// A setting for each colour that a theme has a name for.
    private static let colors: [ConfigurationSetting] = ColorRole.allCases.map { role in
        ConfigurationSetting(
            section: "colours",
            key: role.rawValue,
            sample: role.sample,
            help: [role.help]
        ) { line, configuration in
            if line.value == "default" {
                configuration.theme.changes[role] = .some(nil)
                return nil
            }
            guard let color = Color(named: line.value) else {
                return "\(line.value) is no colour: a name, 0 to 255, #rrggbb or default is wanted"
            }
            configuration.theme.changes[role] = color
            return nil
        }
    }

    private static func choose<Choice>(_ line: ConfigurationLine, _ choice: inout Choice) -> String?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let chosen = Choice(rawValue: line.value) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            return "\(line.key) is one of \(words), not \(line.value)"
        }
        choice = chosen
        return nil
    }

    /// What a section `[server NAME]` has.
    private static let servers: [ConfigurationSetting] = [
        ConfigurationSetting(
            section: serverSection,
            key: "address",
            sample: "https://chat.example.org",
            help: ["Where to, as `server` above has it."]
        ) { line, configuration in
            guard let index = configuration.server(of: line) else { return nil }
            configuration.servers[index].address = .init(value: line.value, line: line.number)
            return line.value.isEmpty ? "an address is wanted" : nil
        },
        ConfigurationSetting(
            section: serverSection,
            key: "name",
            sample: "anna.b",
            help: ["Whom to speak as there; counts more than CHAT_NAME and the name above."]
        ) { line, configuration in
            guard let index = configuration.server(of: line) else { return nil }
            do throws(NameError) {
                configuration.servers[index].name = try MemberName(line.value)
                return nil
            } catch {
                return "\(error)"
            }
        },
        ConfigurationSetting(
            section: serverSection,
            key: "rooms",
            sample: "general, ops",
            help: ["Rooms to be in there; without it general."]
        ) { line, configuration in
            guard let index = configuration.server(of: line) else { return nil }
            return takeRooms(line, &configuration.servers[index].rooms)
        },
    ]

    private static func takeRooms(
        _ line: ConfigurationLine,
        _ rooms: inout [RoomName]
    ) -> String? {
        guard line.list.count <= Limits.streamRooms else {
            return "at most \(Limits.streamRooms) rooms fit one stream"
        }
        rooms = []
        for word in line.list {
            do throws(NameError) {
                rooms.append(
                    try RoomName(word.first == "#" ? word.dropFirst() : word[...])
                )
            } catch {
                return "\(word): \(error)"
            }
        }
        return nil
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
        }
    }

    /// What has the colour.
    fileprivate var help: String {
        switch self {
        case .unread: "The line before what is unread."
        case .failed: "What could not be sent."
        case .link: "Addresses that can be opened."
        case .code: "Code."
        }
    }
}

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
    /// What it may be, where that is one of a few words.
    let choices: [String]
    /// What it is now; `nil` for what the file alone can say.
    let shows: (@Sendable (Configuration) -> String)?
    /// Takes a line into the configuration; says what is wrong with it, or `nil`.
    let take: @Sendable (ConfigurationLine, inout Configuration) -> String?

    /// Makes a setting.
    init(
        section: String,
        key: String,
        sample: String,
        help: [String],
        choices: [String] = [],
        shows: (@Sendable (Configuration) -> String)? = nil,
        take: @escaping @Sendable (ConfigurationLine, inout Configuration) -> String?
    ) {
        self.section = section
        self.key = key
        self.sample = sample
        self.help = help
        self.choices = choices
        self.shows = shows
        self.take = take
    }

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
                return line.value.isEmpty ? "the address is missing" : nil
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
        ] + servers + screen + line + notifications + files + colors

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
            return line.value.isEmpty ? "the address is missing" : nil
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

    private static func takeRooms(_ line: ConfigurationLine, _ rooms: inout [RoomName]) -> String? {
        if let words = line.listFault { return words }
        guard line.list.count <= Limits.streamRooms else {
            return "at most \(Limits.streamRooms) rooms fit one stream"
        }
        rooms = []
        for word in line.list {
            do throws(NameError) {
                rooms.append(try RoomName(word.first == "#" ? word.dropFirst() : word[...]))
            } catch {
                return "\(word): \(error)"
            }
        }
        return nil
    }
}

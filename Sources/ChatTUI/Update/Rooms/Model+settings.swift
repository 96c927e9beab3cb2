import ChatProtocol

/// Changing settings while the client runs.
extension Model {
    /// The settings as the configuration has them.
    private var configuration: Configuration {
        var configuration = Configuration()
        configuration.options = options
        configuration.options.takesMouse = takesMouse
        configuration.theme = theme ?? Theme()
        return configuration
    }

    /// Shows settings, or changes one here and in the file.
    ///
    /// - Parameter argument: nothing for all of them, a setting, or a setting and its value.
    /// - Returns: what follows from the change.
    /// - Throws: what is wrong with it.
    mutating func set(_ argument: String) throws(CommandFault) -> [Effect] {
        let word = argument.prefix { !$0.isWhitespace }
        guard !word.isEmpty else {
            overlay = .settings(scrolled: 0)
            return []
        }
        let rest = argument[word.endIndex...].drop { $0.isWhitespace }
        let value = rest.first == "=" ? rest.dropFirst().drop { $0.isWhitespace } : rest
        let setting = try Self.setting(named: word)
        guard !value.isEmpty else {
            let now = setting.shows?(configuration) ?? ""
            let help = setting.help.joined(separator: " ")
            return show(
                notice: "\(setting.key) = \(now.isEmpty ? "(not set)" : now) \(Glyph.dot) \(help)"
            )
        }
        return try set(setting, to: String(value))
    }

    private mutating func set(
        _ setting: ConfigurationSetting,
        to value: String
    ) throws(CommandFault) -> [Effect] {
        var changed = configuration
        let line = try Self.line(of: setting, value)
        if let words = setting.take(line, &changed) { throw CommandFault(words) }
        if changed.options.spelling != options.spelling { writing.spelling.forget() }
        options = changed.options
        takesMouse = changed.options.takesMouse
        theme = changed.theme
        recount()
        return [
            .workspace(.shareSettings), .applySettings,
            .keepSetting(section: setting.section, key: setting.key, value: value),
        ] + askUnheld() + loadWhatShows()
    }

    /// The line as the file's reader takes it, so that the next start finds what is set now.
    private static func line(
        of setting: ConfigurationSetting,
        _ value: String
    ) throws(CommandFault) -> ConfigurationLine {
        guard !value.contains(where: \.isNewline) else {
            throw CommandFault("a value stands in one line")
        }
        var faults: [ConfigurationFault] = []
        let lines = ConfigurationLine.all(in: "\(setting.key) = \(value)", faults: &faults)
        guard faults.isEmpty, var line = lines.first else {
            throw CommandFault("the file cannot hold that value")
        }
        line.section = setting.section
        return line
    }

    private static func setting(
        named name: some StringProtocol
    ) throws(CommandFault) -> ConfigurationSetting {
        let wanted = name.lowercased()
        let found = ConfigurationSetting.all.filter { setting in
            setting.key == wanted || "\(setting.section).\(setting.key)" == wanted
        }
        if let live = found.first(where: { $0.shows != nil }) { return live }
        guard found.isEmpty else {
            throw CommandFault("\(wanted) stands in the file alone; /connect goes to a server")
        }
        throw CommandFault("there is no setting \(wanted); /set lists them")
    }

    /// The rows of all settings.
    ///
    /// - Returns: each setting with its value and what it is for.
    func settingRows(width: Int) -> [Line] {
        let configuration = configuration
        var rows = [Line("Settings: /set NAME VALUE changes one, here and in the file", .bold)]
        for setting in ConfigurationSetting.all {
            guard let shows = setting.shows else { continue }
            var prefix = Line("  \(setting.key) = \(shows(configuration))  ", .bold)
            prefix.pad(to: 26)
            var wrapper = Wrapper(prefix: prefix, width: width, indent: 26)
            wrapper.add(Line(setting.help.joined(separator: " "), .dim))
            rows += wrapper.finish()
        }
        return rows + [Line(), Line("Esc closes", .dim)]
    }

    /// What may stand behind `/set` and `/theme`.
    ///
    /// - Parameters:
    ///   - before: the words of the line before the one that is completed.
    ///   - text: the letters of that one.
    /// - Returns: settings, or the values of one.
    func settingItems(_ before: [Substring], _ text: String) -> [Completion.Item] {
        let wanted = text.lowercased()
        guard let name = before.first else {
            return ConfigurationSetting.all.filter {
                $0.shows != nil && $0.key.hasPrefix(wanted)
            }.map { setting in
                let now = setting.shows?(configuration) ?? ""
                return Completion.Item(
                    text: "\(setting.key) ",
                    label: setting.key,
                    help:
                        "\(now.isEmpty ? "" : "\(now) \(Glyph.dot) ")\(setting.help.joined(separator: " "))"
                )
            }
        }
        let setting = ConfigurationSetting.all.first { $0.key == name.lowercased() }
        return (setting?.choices ?? []).filter { $0.hasPrefix(wanted) }.map {
            Completion.Item(text: "\($0) ", label: $0)
        }
    }
}

extension Workspace {
    /// Has the models that are behind take the settings of the one in front.
    mutating func shareSettings() -> [ServerEffect] {
        for index in models.indices where index != front {
            models[index].options = models[front].options
            models[index].theme = models[front].theme
            models[index].recount()
        }
        return []
    }
}

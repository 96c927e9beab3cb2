extension Configuration {
    /// What `--write-config` writes: every setting and every key, as comments.
    package static let sample: String = {
        var lines = [
            "# The configuration of chat-tui.",
            "#",
            "# Each line is `key = value` under its [section]; a line that begins with # is a",
            "# comment. What stands here as a comment shows what may be set. An option on the",
            "# command line and a variable in the environment count more than this file.",
        ]
        var section = ""
        for setting in ConfigurationSetting.all {
            if setting.section != section {
                section = setting.section
                lines += ["", "[\(setting.head)]"]
                lines += about[section, default: []].map { "# \($0)" }
            }
            lines += [""] + setting.help.map { "# \($0)" }
            lines.append("# \(setting.key) = \(setting.sample)")
        }
        lines += ["", "[keys]"] + aboutKeys.map { "# \($0)" }
        for group in KeyTable.groups {
            lines += ["", "# \(group.title)"]
            lines += group.bindings.map { binding in
                let keys = binding.keys.map(\.description).joined(separator: ", ")
                return "# \(binding.name) = \(keys.isEmpty ? "none" : keys)"
            }
        }
        lines += ["", "[select]"] + aboutSelectKeys.map { "# \($0)" }
        lines += SelectKeys.standard.bindings.map { binding in
            "# \(binding.name) = \(binding.keys.map(\.description).joined(separator: ", "))"
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private static let about = [
        "server": [
            "A further server, shown beside the others under this name; as many sections as there",
            "are servers. The screen speaks to all at once; a pipe and --plain to the first, or to",
            "that of `--server work`.",
        ],
        "colours": [
            "Single colours of the theme: black, red, green, yellow, blue, magenta, cyan, white,",
            "each also with bright-, a number of the palette from 0 to 255, #rrggbb, or default.",
        ],
    ]

    private static let aboutSelectKeys = [
        "The keys while a message is selected (Ctrl-S), named and parted as those above; here a",
        "letter alone is a key as well, r or R.",
    ]

    private static let aboutKeys = [
        "What is named here has just these keys; `none` takes them all away. Keys are written",
        "Ctrl-N, Alt-A, Alt-Shift-A, Shift-Tab, PageUp, F2, and are parted by commas.",
    ]
}

/// The page of all keys and commands, `docs/keys.md`, made from the tables that drive the client.
package enum KeysPage {
    /// The page as Markdown.
    package static let text: String = {
        var lines = [
            "# Keys and commands of chat-tui",
            "",
            "F1 shows this in the client. The names in the last column are those of the `[keys]`",
            "section of the configuration file, which can give every action other keys; those of",
            "a selected message have the section `[select]`.",
            "Made from the client's own tables: `make manual` writes it, and a test compares.",
            "",
            "## Commands",
            "",
            "| command | also | what it does |",
            "| --- | --- | --- |",
        ]
        lines += Command.all.map { command in
            let aliases = command.aliases.map { "`/\($0)`" }.joined(separator: " ")
            return "| `\(cell(command.usage))` | \(aliases) | \(cell(command.help)) |"
        }
        lines += ["", "A name may be cut short as long as it is the only one that begins so."]
        lines += ["`//` begins a message with a slash. What is not a command is never sent.", ""]
        lines += ["## Keys"]
        for group in KeyTable.groups {
            lines += ["", "### \(group.title)", "", "| keys | what they do | name |"]
            lines += ["| --- | --- | --- |"]
            lines += group.bindings.map { binding in
                let keys = binding.keys.map { "`\(cell($0.description))`" }
                return "| \(keys.joined(separator: ", ")) | \(cell(binding.help)) "
                    + "| `\(binding.name)` |"
            }
        }
        lines += ["", "### A message is selected", ""]
        lines += ["| keys | what they do | name in `[select]` |", "| --- | --- | --- |"]
        lines += SelectKeys.standard.bindings.map { binding in
            let keys = binding.keys.map { "`\(cell($0.description))`" }
            return "| \(keys.joined(separator: ", ")) | \(cell(binding.help)) "
                + "| `\(binding.name)` |"
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private static func cell(_ text: String) -> String {
        text.map { $0 == "|" ? "\\|" : String($0) }.joined()
    }
}

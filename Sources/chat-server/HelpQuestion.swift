import ArgumentParser

/// `chat-server help COMMAND …`.
enum HelpQuestion {
    /// Looks whether the command is there that help is asked about: of one that is not, the library
    /// shows the help of the one above it, as if all were well.
    ///
    /// Does not suspend.
    ///
    /// - Parameter program: whose commands may be asked about.
    /// - Throws: `ValidationError` that names the first one that is not there.
    static func check(_ words: [String], of program: any ParsableCommand.Type) throws {
        guard words.first == "help" else { return }
        var command = program
        for word in words.dropFirst() where !word.hasPrefix("-") && word != "help" {
            let below = command.configuration.subcommands
            guard let next = below.first(where: { $0._commandName == word }) else {
                throw ValidationError("There is no command '\(word)'")
            }
            command = next
        }
    }
}

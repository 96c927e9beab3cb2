import ArgumentParser
import ChatProtocol
import ChatTUI
import ChatTerminal

/// The command line.
struct ChatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat-tui",
        abstract: "Chat in a terminal, over a Burble server.",
        discussion: """
            On a terminal it opens a screen: Enter sends, F1 lists the keys, /quit leaves.
            Elsewhere it is a pipe:

              echo hi | chat-tui --room general    posts each line, then exits
              chat-tui --room general | cat        prints what is said until it is stopped
              chat-tui --room ops --wait deployed  leaves when a message holds that word

            Without an input, as in cron or with </dev/null, it prints too.
            CHAT_SERVER and CHAT_NAME stand for --server and --name; NO_COLOR turns colours off.
            The screen speaks to several servers at once; a pipe and --plain to the first one.
            Unsent text is kept in $XDG_STATE_HOME/burble (or ~/.local/state/burble).

            Exit codes: \(ExitCodes.all.map { "\($0.code) \($0.cause)" }.joined(separator: "; ")).
            """,
        version: "chat-tui \(ProgramVersion.text)",
        subcommands: [
            LoginCommand.self, RegisterCommand.self, LogoutCommand.self, PinCommand.self,
            KeysCommand.self, TokensCommand.self, PasswordCommand.self, LeaveCommand.self,
        ]
    )

    @Option(help: ArgumentHelp(.room)) var room: [String] = []
    @Option(help: ArgumentHelp(.server)) var server: [String] = []
    @Option(help: ArgumentHelp(.speaker)) var name: String?
    @Option(help: ArgumentHelp(.config), completion: .file()) var config: String?
    @Flag(help: ArgumentHelp(.writeConfig)) var writeConfig = false
    @Option(help: ArgumentHelp(.theme)) var theme: String?
    @Flag(help: ArgumentHelp(.plain)) var plain = false
    @Option(help: ArgumentHelp(.control), completion: .file()) var control: String?
    @Option(help: ArgumentHelp(.message)) var message: String?
    @Option(help: ArgumentHelp(.upload), completion: .file()) var upload: String?
    @Flag(help: ArgumentHelp(.json)) var json = false
    @Flag(help: ArgumentHelp(.once)) var once = false
    @Option(help: ArgumentHelp(.since)) var since: String?
    @Option(help: ArgumentHelp(.tail)) var tail: Int?
    @Option(help: ArgumentHelp(.wait)) var wait: String?
    @Option(help: ArgumentHelp(.timeout)) var timeout: String?
    @Flag(help: ArgumentHelp(.man)) var man = false

    /// Runs the client until it is over.
    ///
    /// Blocks the thread.
    ///
    /// - Throws: the exit code, or a sentence about a wrong value, before anything opens.
    mutating func run() throws {
        if man {
            let code = StandardOutput.end(writing: Array(ManPage.text.utf8))
            throw ExitCode(code ?? ExitCodes.done)
        }
        if writeConfig { throw ExitCode(write(to: file)) }
        let settings = try checked { choice throws(ConfigurationFile.Failure) in
            try self.settings(choice)
        }
        // The command line is parsed on the main thread, where nothing has begun.
        throw ExitCode(MainActor.assumeIsolated { Program.run(settings) })
    }

    private var file: ConfigurationFile? {
        let environment = ProcessEnvironment.variables
        return config.map { ConfigurationFile(path: $0) } ?? .init(environment: environment)
    }

    /// Reads the settings, and says what is wrong with them.
    ///
    /// - Parameter read: takes them from where they may stand.
    func checked(
        _ read: (SettingsChoice) throws(ConfigurationFile.Failure) -> Settings
    ) throws -> Settings {
        do throws(ConfigurationFile.Failure) {
            let choice = SettingsChoice(
                configuration: try file?.read(isNamed: config != nil) ?? Configuration(),
                file: file,
                environment: ProcessEnvironment.variables
            )
            return try read(choice)
        } catch {
            for sentence in error.sentences { StandardError.say(sentence) }
            throw ExitCode(ExitCodes.usage)
        }
    }

    private func settings(_ choice: SettingsChoice) throws(ConfigurationFile.Failure) -> Settings {
        var settings = try choice.settings(rooms: room, servers: server, name: name, theme: theme)
        settings.isPlain = plain
        settings.control = control
        settings.script = try script()
        return settings
    }

    private func write(to file: ConfigurationFile?) -> CInt {
        guard let file else {
            StandardError.say("the environment names no home; give --config")
            return ExitCodes.usage
        }
        do throws(ConfigurationFile.Failure) {
            try file.writeSample()
        } catch {
            for sentence in error.sentences { StandardError.say(sentence) }
            return ExitCodes.exists
        }
        return StandardOutput.end(saying: file.path) ?? ExitCodes.done
    }

    private func script() throws(ConfigurationFile.Failure) -> ScriptOptions {
        var script = ScriptOptions()
        script.message = message
        script.upload = upload
        script.asJSON = json
        script.once = once
        script.since = since
        script.tail = tail
        script.wait = wait
        if let timeout {
            guard let span = TimeSpan(orSeconds: timeout) else {
                throw .init(option: "timeout", timeout, "it must be like 30s, 10m, 2h or 1d")
            }
            script.timeout = .milliseconds(span.milliseconds)
        }
        if let tail, !(0...ScriptOptions.tailLimit).contains(tail) {
            let words = "it must be 0 to \(ScriptOptions.tailLimit)"
            throw .init(option: "tail", "\(tail)", words)
        }
        if tail != nil, since != nil {
            throw .init(sentences: ["--tail and --since both say where to begin: give one"])
        }
        if wait == "" { throw .init(sentences: ["--wait needs a text"]) }
        if message != nil, script.asksToPrint || once || plain {
            throw .init(sentences: ["--message posts and leaves: it goes with no other purpose"])
        }
        if upload != nil, message != nil || script.asksToPrint || once || plain {
            throw .init(sentences: ["--upload sends and leaves: it goes with no other purpose"])
        }
        if plain, script.asksToPrint || once {
            throw .init(sentences: ["--plain is for people: it goes with no option for scripts"])
        }
        return script
    }
}

extension ArgumentHelp {
    /// The help of an option of the table.
    fileprivate init(_ option: ClientOption) {
        self.init(option.help, valueName: option.value)
    }
}

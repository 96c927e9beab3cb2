import ArgumentParser
import ChatTerminal

/// `chat-tui tokens`: what lets programs in as one's account.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "List and end the tokens of one's account.",
        discussion: """
            Examples:
              chat-tui tokens
              chat-tui tokens end ID
              chat-tui tokens end ID --server https://chat.example.org

            Each sign-in has a token; that of a machine that was lost is ended here. Who is not \
            signed in is asked for the password.
            Exit codes: 0 done, 64 usage, 65 refused, 69 no server, 77 not let in.
            """,
        subcommands: [List.self, End.self],
        defaultSubcommand: List.self
    )

    @ParentCommand var parent: ChatCommand

    /// `chat-tui tokens list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the tokens: number, scope, since when, end, last use, label."
        )

        @OptionGroup var password: PasswordOptions
        @ParentCommand var parent: TokensCommand

        mutating func run() throws { try parent.parent.run(password.wish(.listTokens)) }
    }

    /// `chat-tui tokens end`.
    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a token: its streams end within a second."
        )

        @Argument(help: "As chat-tui tokens lists it.") var id: String
        @OptionGroup var password: PasswordOptions
        @ParentCommand var parent: TokensCommand

        mutating func run() throws { try parent.parent.run(password.wish(.endToken(id: id))) }
    }
}

/// `chat-tui password`: gives one's account another password.
struct PasswordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Change the password of one's account.",
        discussion: """
            Examples:
              chat-tui password --server https://chat.example.org
              chat-tui password --end-tokens

            The password is asked for, then the new one twice, without echo; --password-stdin \
            reads the two as two lines.
            Exit codes: 0 changed, 64 usage, 65 refused, 69 no server, 77 not let in.
            """
    )

    @Flag(help: "End all tokens of the account but the one that is kept here.")
    var endTokens = false
    @OptionGroup var password: PasswordOptions
    @ParentCommand var parent: ChatCommand

    mutating func run() throws {
        try parent.run(password.wish(.changePassword(endsTokens: endTokens)))
    }
}

/// `chat-tui leave`: ends one's account.
struct LeaveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave",
        abstract: "End one's account at a server, for good.",
        discussion: """
            Examples:
              chat-tui leave --server https://chat.example.org

            What was said stays, and nobody gets the name again. The password is asked for.
            Exit codes: 0 ended, 64 usage, 65 refused, 69 no server, 77 not let in.
            """
    )

    @OptionGroup var password: PasswordOptions
    @ParentCommand var parent: ChatCommand

    mutating func run() throws { try parent.run(password.wish(.leave)) }
}

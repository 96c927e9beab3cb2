import ArgumentParser
import ChatTUI
import ChatTerminal

/// `chat-tui login`: signs in, and keeps a token.
struct LoginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login",
        abstract: "Sign in at a server, and keep a token for it.",
        discussion: """
            Examples:
              chat-tui login --server https://chat.example.org --name alice
              chat-tui login --name alice --password-stdin < password.txt
              chat-tui login --name alice --ssh
              chat-tui login --name alice --ssh ~/.ssh/id_ed25519.pub

            The password is asked for without echo. The token lies in \
            $XDG_STATE_HOME/burble/tokens, for its owner's eyes alone, and is sent to that server \
            alone; the one that lay there ends. --ssh signs with ssh-keygen; the account must know \
            the key.
            Exit codes: 0 signed in, 64 usage, 65 refused, 66 no key, 69 no server, 77 wrong \
            password or key.
            """
    )

    @Option(
        defaultAsFlag: "",
        help: ArgumentHelp("Sign in with a key, the usual one or FILE.", valueName: "file"),
        completion: .file()
    )
    var ssh: String?
    @OptionGroup var password: PasswordOptions
    @ParentCommand var parent: ChatCommand

    mutating func run() throws {
        let key = ssh.map { $0.isEmpty ? nil : $0 }
        try parent.run(password.wish(key.map { .loginByKey($0) } ?? .login))
    }
}

/// `chat-tui register`: makes an account and signs in.
struct RegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Make an account at a server, and sign in.",
        discussion: """
            Examples:
              chat-tui register --server https://chat.example.org --name bob --invite CODE

            The password is asked for twice, without echo.
            Exit codes: 0 signed in, 64 usage, 65 refused, 69 no server, 77 not let in.
            """
    )

    @Option(help: ArgumentHelp("The code that one was given.", valueName: "code"))
    var invite: String?
    @OptionGroup var password: PasswordOptions
    @ParentCommand var parent: ChatCommand

    mutating func run() throws {
        try parent.run(password.wish(.register(invite: invite)))
    }
}

/// `chat-tui logout`: ends the token and forgets it.
struct LogoutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Sign out at a server: the token ends, and its file goes.",
        discussion: """
            Examples:
              chat-tui logout --server https://chat.example.org

            Exit codes: 0 signed out, 64 usage, 65 not signed in, 69 no server.
            """
    )

    @ParentCommand var parent: ChatCommand

    mutating func run() throws {
        try parent.run(AccountWish(.logout))
    }
}

/// `chat-tui pin`: trusts a certificate that no authority vouches for.
struct PinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin",
        abstract: "Trust the certificate that a server shows, by its fingerprint.",
        discussion: """
            Examples:
              chat-tui pin --server https://chat.example.org
              chat-tui pin --server https://chat.example.org --fingerprint AB:CD:...

            Compare what it shows with what the operator tells you another way: openssl x509 \
            -noout -fingerprint -sha256 -in certificate.pem. Another certificate is refused from \
            then on.
            Exit codes: 0 trusted, 64 usage, 69 no server, 76 no TLS, 77 not trusted.
            """
    )

    @Option(help: ArgumentHelp("Trust just this one, and ask nobody.", valueName: "sha256"))
    var fingerprint: String?
    @ParentCommand var parent: ChatCommand

    mutating func run() throws {
        try parent.run(AccountWish(.pin(fingerprint: fingerprint)))
    }
}

/// Where a password comes from, and where it may go.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from standard input: its first line, or ask where one types.")
    var passwordStdin = false
    @Flag(help: "Send the password in the clear, where the server has no https.")
    var plainPassword = false

    /// What is to be done with it.
    func wish(_ kind: AccountWish.Kind) -> AccountWish {
        AccountWish(kind, readsInput: passwordStdin, allowsClear: plainPassword)
    }
}

extension ChatCommand {
    /// Signs in or out at the server of the options.
    ///
    /// - Parameter wish: what is to be done.
    /// - Throws: the exit code of wrong options.
    func run(_ wish: AccountWish) throws {
        let settings = try checked { choice throws(ConfigurationFile.Failure) in
            try choice.settings(rooms: [], servers: server, name: name, theme: nil)
        }
        MainActor.assumeIsolated { Program.run(wish, settings) }
    }
}

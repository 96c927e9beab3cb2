import ArgumentParser
import ChatTerminal

/// `chat-tui keys`: the SSH keys by which one's account signs in.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List, add and remove the SSH keys that one signs in with.",
        discussion: """
            Examples:
              chat-tui keys
              chat-tui keys add
              chat-tui keys add ~/.ssh/work.pub --server https://chat.example.org
              chat-tui keys remove SHA256:...

            One has to be signed in at the server; then chat-tui login --ssh needs no password. \
            Only the public part of a key is sent.
            Exit codes: 0 done, 64 usage, 65 refused, 66 no key, 69 no server, 77 not let in.
            """,
        subcommands: [List.self, Add.self, Remove.self],
        defaultSubcommand: List.self
    )

    @ParentCommand var parent: ChatCommand

    /// `chat-tui keys list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys: fingerprint, kind, since when."
        )

        @ParentCommand var parent: KeysCommand

        mutating func run() throws { try parent.parent.run(AccountWish(.listKeys)) }
    }

    /// `chat-tui keys add`.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a key: the usual one of ~/.ssh, or that of FILE."
        )

        @Argument(
            help: ArgumentHelp("The key's .pub file.", valueName: "file"),
            completion: .file(extensions: ["pub"])
        )
        var file: String?
        @ParentCommand var parent: KeysCommand

        mutating func run() throws { try parent.parent.run(AccountWish(.addKey(file))) }
    }

    /// `chat-tui keys remove`.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a key: nobody signs in with it any more."
        )

        @Argument(help: "As chat-tui keys lists it.") var fingerprint: String
        @ParentCommand var parent: KeysCommand

        mutating func run() throws {
            try parent.parent.run(AccountWish(.removeKey(fingerprint: fingerprint)))
        }
    }
}

import ArgumentParser
import NIOHTTP1

/// `chat-server user`: the accounts of a running server.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Make, list and change the accounts of a running server.",
        discussion: AccessPlace.discussion(
            "user add alice",
            "user claim bob",
            "user list --json",
            "user password alice --password-stdin < file"
        ),
        subcommands: [
            Add.self, Claim.self, List.self, Password.self, Operator.self, Disable.self,
            Enable.self, Delete.self,
        ]
    )

    /// An account as the server tells of it.
    struct Account: Decodable {
        var name: String
        var `operator`: Bool?
        var disabled: Bool?
        var createdAt: String

        /// The account's line.
        var row: [String] {
            let marks = [
                `operator` == true ? "operator" : nil, disabled == true ? "disabled" : nil,
            ]
            return [name, createdAt, marks.compactMap(\.self).joined(separator: " ")]
        }
    }

    /// What a new account shall be.
    fileprivate struct New: Encodable, Sendable {
        var name: String
        var password: String
        var `operator`: Bool?
    }

    /// `chat-server user list`.
    struct List: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "List the accounts: name, since when, operator or disabled.",
            discussion: AccessPlace.discussion("user list", "user list --json")
        )

        private struct Answer: Decodable {
            var accounts: [Account]
        }

        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let answer = try await client.ask(.GET, "accounts")
            try client.show(answer, as: Answer.self) { $0.accounts.map(\.row) }
        }
    }

    /// `chat-server user add`.
    struct Add: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account; the password is asked for, twice.",
            discussion: AccessPlace.discussion(
                "user add alice",
                "user add root --operator",
                "user add bot --password-stdin < password.txt"
            )
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @Flag(name: .customLong("operator"), help: "Make it an operator.") var isOperator = false
        @OptionGroup var source: PasswordSource
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.make(name, isOperator: isOperator, source)
        }
    }

    /// `chat-server user claim`.
    struct Claim: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account, also of a name that has spoken here or was let in by an "
                + "import.",
            discussion: "Such a name can be registered by nobody else. Whose it was is the "
                + "operator's to know. It is made as by `user add`, and of a name that nobody "
                + "has used, too.\n\n"
                + AccessPlace.discussion("user claim bob")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var source: PasswordSource
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.make(name, isOperator: false, source)
        }
    }
}

extension AccessClient {
    /// Makes an account.
    fileprivate func make(_ name: String, isOperator: Bool, _ source: PasswordSource) async throws {
        let password = try source.password("Password for \(name)", isNew: true, for: link)
        let new = UserCommand.New(name: name, password: password, operator: isOperator ? true : nil)
        let answer = try await ask(.POST, "accounts", sending: new)
        try show(answer, as: UserCommand.Account.self) { [["\($0.name) has an account"]] }
    }
}

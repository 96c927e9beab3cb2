import ArgumentParser
import NIOHTTP1

/// The subcommands that change an account.
extension UserCommand {
    /// What an account shall be instead.
    fileprivate struct Change: Encodable, Sendable {
        var `operator`: Bool?
        var disabled: Bool?
        var newPassword: String?
    }

    /// `chat-server user password`.
    struct Password: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Set another password; it is asked for twice.",
            discussion: AccessPlace.discussion(
                "user password alice",
                "user password alice --password-stdin < password.txt"
            )
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var source: PasswordSource
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let prompt = "New password for \(name)"
            let password = try source.password(prompt, isNew: true, for: client.link)
            try await client.change(name, Change(newPassword: password), "has a new password")
        }
    }

    /// `chat-server user operator`.
    struct Operator: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account an operator, or take that back.",
            discussion: AccessPlace.discussion("user operator alice", "user operator alice --not")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @Flag(help: "Take it back.") var not = false
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let words = not ? "is not an operator" : "is an operator"
            try await client.change(name, Change(operator: !not), words)
        }
    }

    /// `chat-server user disable`.
    struct Disable: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Disable an account: its tokens and streams end.",
            discussion: AccessPlace.discussion("user disable alice")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.change(name, Change(disabled: true), "is disabled")
        }
    }

    /// `chat-server user enable`.
    struct Enable: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a disabled account in again.",
            discussion: AccessPlace.discussion("user enable alice")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.change(name, Change(disabled: false), "is enabled")
        }
    }

    /// `chat-server user delete`.
    struct Delete: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an account: what it said stays, its name is never given out again.",
            discussion: AccessPlace.discussion("user delete alice")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.remove("accounts", name)
            client.say("\(name) is deleted")
        }
    }
}

extension AccessClient {
    /// Changes an account, and says so.
    fileprivate func change(
        _ name: String,
        _ change: UserCommand.Change,
        _ words: String
    ) async throws {
        let answer = try await ask(.PATCH, "accounts", name, sending: change)
        try show(answer, as: UserCommand.Account.self) { [["\($0.name) \(words)"]] }
    }
}

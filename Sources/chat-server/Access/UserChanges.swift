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
    struct Password: AsyncParsableCommand {
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

        mutating func run() async throws {
            await Subcommand.run {
                let client = try place.asOperator(parent.options)
                let prompt = "New password for \(name)"
                let password = try source.password(prompt, isNew: true, for: client.link)
                try await client.change(name, Change(newPassword: password), "has a new password")
            }
        }
    }

    /// `chat-server user operator`.
    struct Operator: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account an operator, or take that back.",
            discussion: AccessPlace.discussion("user operator alice", "user operator alice --not")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @Flag(help: "Take it back.") var not = false
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        mutating func run() async throws {
            let words = not ? "is not an operator" : "is an operator"
            await place.change(name, Change(operator: !not), words, parent.options)
        }
    }

    /// `chat-server user disable`.
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disable an account: its tokens and streams end.",
            discussion: AccessPlace.discussion("user disable alice")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        mutating func run() async throws {
            await place.change(name, Change(disabled: true), "is disabled", parent.options)
        }
    }

    /// `chat-server user enable`.
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a disabled account in again.",
            discussion: AccessPlace.discussion("user enable alice")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        mutating func run() async throws {
            await place.change(name, Change(disabled: false), "is enabled", parent.options)
        }
    }

    /// `chat-server user delete`.
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an account: what it said stays, its name is never given out again.",
            discussion: AccessPlace.discussion("user delete alice")
        )

        @Argument(help: AccessPlace.accountName) var name: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        mutating func run() async throws {
            await Subcommand.run {
                let client = try place.asOperator(parent.options)
                try await client.remove("accounts", name)
                client.say("\(name) is deleted")
            }
        }
    }
}

extension AccessPlace {
    /// Changes an account as an operator, and says so or why not.
    fileprivate func change(
        _ name: String,
        _ change: UserCommand.Change,
        _ words: String,
        _ options: ServerOptions
    ) async {
        await Subcommand.run {
            try await asOperator(options).change(name, change, words)
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

import ArgumentParser
import Foundation
import NIOHTTP1

/// `chat-server token`: the tokens of an account, by its own credentials.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke the tokens of an account.",
        discussion: discussion(
            "token add --name bot --label deploys --scope post --room builds",
            "token list --name bot",
            "token revoke ID --name bot"
        ),
        subcommands: [Add.self, List.self, Revoke.self]
    )

    fileprivate static func discussion(_ examples: String...) -> String {
        """
        Examples:
        \(examples.map { "  chat-server \($0)" }.joined(separator: "\n"))

        A token is its account's: --name asks for that account's password, and --token-file reads \
        another token of it.
        Exit codes: 0 done, 64 usage, 65 refused for good, 66 no such token, 69 no server, 75 \
        repeat it, 76 no Burble server's answer, 77 not allowed.
        """
    }

    /// Whose tokens, and on which server.
    struct Holder: AccessWay {
        @OptionGroup var running: RunningServer
        @Option(help: .of("name", "The account; its password is asked for."))
        var name: String?
        @Option(help: .of("file", "A file with a token of the account."), completion: .file())
        var tokenFile: String?
        @OptionGroup var source: PasswordSource
        @Flag(help: "Print what the server answered, as JSON.") var json = false

        /// The way to the server, as the account.
        func client(_ options: ServerOptions) throws(CommandFailure) -> AccessClient {
            let link = try running.link(SettingsSources(options: options))
            return AccessClient(
                link: link,
                authorization: try authorization(for: link),
                printsJSON: json
            )
        }

        private func authorization(for link: ServerLink) throws(CommandFailure) -> String {
            switch (name, tokenFile) {
            case (let name?, nil):
                let prompt = "Password for \(name)"
                let password = try source.password(prompt, isNew: false, for: link)
                return "Basic \(Data("\(name):\(password)".utf8).base64EncodedString())"
            case (nil, let file?):
                return "Bearer \(try OperatorCredential.read(file, "the token"))"
            default:
                throw CommandFailure(.usage, "give --name or --token-file")
            }
        }
    }

    /// A token as the server tells of it.
    fileprivate struct Token: Decodable {
        var id: String
        var token: String?
        var label: String
        var scope: String
        var rooms: [String]?
        var expiresAt: String?
        var lastUsedAt: String?

        var row: [String] {
            [
                id, scope, rooms?.joined(separator: ",") ?? "all rooms",
                expiresAt.map { "until \($0)" } ?? "for ever",
                lastUsedAt.map { "used \($0)" } ?? "never used", label,
            ]
        }
    }

    /// `chat-server token add`.
    struct Add: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token and print it, this once.",
            discussion: discussion(
                "token add --name bot --label deploys --expires 90d > bot.token",
                "token add --name bot --scope read --room general --room ops"
            )
        )

        private struct Wish: Encodable, Sendable {
            var label: String
            var scope: String
            var rooms: [String]?
            var expiresIn: SpanArgument?
        }

        @Option(help: .of("text", "What it is for, for people."))
        var label = ""
        @Option(
            help: .of("scope", "all, read or post."),
            completion: .list(["all", "read", "post"])
        )
        var scope = "all"
        @Option(help: .of("room", "A room that it is for; may be repeated."))
        var room: [String] = []
        @Option(help: .of("span", "For how long: 12h, 90d or seconds."))
        var expires: SpanArgument?
        @OptionGroup var place: Holder
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let wish = Wish(
                label: label,
                scope: scope,
                rooms: room.isEmpty ? nil : room,
                expiresIn: expires
            )
            let answer = try await client.ask(.POST, "tokens", sending: wish)
            try client.show(answer, as: Token.self) { [[$0.token ?? ""]] }
        }
    }

    /// `chat-server token list`.
    struct List: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "List an account's tokens: number, scope, rooms, end, last use, label.",
            discussion: discussion("token list --name bot")
        )

        private struct Answer: Decodable {
            var tokens: [Token]
        }

        @OptionGroup var place: Holder
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let answer = try await client.ask(.GET, "tokens")
            try client.show(answer, as: Answer.self) { $0.tokens.map(\.row) }
        }
    }

    /// `chat-server token revoke`.
    struct Revoke: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "End a token: its streams end within a second.",
            discussion: discussion("token revoke ID --name bot")
        )

        @Argument(help: "The token's number, as list shows it.") var id: String
        @OptionGroup var place: Holder
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.remove("tokens", id)
            client.say("\(id) is revoked")
        }
    }
}

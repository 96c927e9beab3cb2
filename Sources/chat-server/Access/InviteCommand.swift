import ArgumentParser
import NIOHTTP1

/// `chat-server invite`: codes that let people in.
struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Make, list and end codes with which people register or enter a room.",
        discussion: AccessPlace.discussion(
            "invite add",
            "invite add --room team --uses 5 --expires 2d",
            "invite list",
            "invite end CODE"
        ),
        subcommands: [Add.self, List.self, End.self]
    )

    /// An invite as the server tells of it.
    fileprivate struct Invite: Decodable {
        var code: String
        var room: String?
        var uses: Int
        var by: String
        var expiresAt: String

        var row: [String] {
            [
                code, room ?? "the server", uses == 1 ? "1 use" : "\(uses) uses",
                "until \(expiresAt)", "by \(by)",
            ]
        }
    }

    /// `chat-server invite add`.
    struct Add: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a code, by default for one use within seven days.",
            discussion: AccessPlace.discussion(
                "invite add",
                "invite add --room team --uses 5 --expires 2d"
            )
        )

        private struct Wish: Encodable, Sendable {
            var room: String?
            var uses: Int?
            var expiresIn: SpanArgument?
        }

        @Option(help: .of("room", "A room that the code opens too."))
        var room: String?
        @Option(help: .of("count", "How many times it can be used (default: 1)."))
        var uses: Int?
        @Option(help: .of("span", "For how long: 12h, 7d or seconds (default: 7d)."))
        var expires: SpanArgument?
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let wish = Wish(room: room, uses: uses, expiresIn: expires)
            let answer = try await client.ask(.POST, "invites", sending: wish)
            try client.show(answer, as: Invite.self) { [[$0.code]] }
        }
    }

    /// `chat-server invite list`.
    struct List: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "List the codes: room, uses left, end, maker.",
            discussion: AccessPlace.discussion("invite list")
        )

        private struct Answer: Decodable {
            var invites: [Invite]
        }

        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let answer = try await client.ask(.GET, "invites")
            try client.show(answer, as: Answer.self) { $0.invites.map(\.row) }
        }
    }

    /// `chat-server invite end`.
    struct End: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "End a code.",
            discussion: AccessPlace.discussion("invite end CODE")
        )

        @Argument(help: "The code.") var code: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.remove("invites", code)
            client.say("the code is ended")
        }
    }
}

import ArgumentParser
import NIOHTTP1

/// `chat-server ban`: whom a running server keeps out.
struct BanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ban",
        abstract: "Keep an account, an address or a range of addresses out of a running server.",
        discussion: AccessPlace.discussion(
            "ban add troll --until 2h --reason spam",
            "ban add 192.0.2.0/24",
            "ban list",
            "ban lift ID"
        ),
        subcommands: [Add.self, List.self, Lift.self]
    )

    /// A ban as the server tells of it.
    fileprivate struct Ban: Decodable {
        var id: String
        var name: String?
        var address: String?
        var until: String?
        var reason: String?
        var by: String

        var row: [String] {
            [
                id, name == nil ? "address" : "name", name ?? address ?? "",
                until.map { "until \($0)" } ?? "for ever", "by \(by)", reason ?? "",
            ]
        }
    }

    /// `chat-server ban add`.
    struct Add: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Ban a name, an address or a range.",
            discussion: AccessPlace.discussion(
                "ban add troll --until 2h --reason spam",
                "ban add 2001:db8::/64"
            )
        )

        private struct Wish: Encodable, Sendable {
            var name: String?
            var address: String?
            var until: String?
            var reason: String?
        }

        @Argument(help: "A name (behind -- if it begins with -), an address, or a range.")
        var whom: String
        @Option(help: .of("time", "For how long, or until when (RFC 3339)."))
        var until: String?
        @Option(help: .of("text", "Why.")) var reason: String?
        @Flag(help: "It is a name, also where it looks like an address.") var name = false
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let isName = name || !Self.isAddress(whom)
            let wish = Wish(
                name: isName ? whom : nil,
                address: isName ? nil : whom,
                until: until,
                reason: reason
            )
            let answer = try await client.ask(.POST, "bans", sending: wish)
            try client.show(answer, as: Ban.self) { [[$0.id]] }
        }

        /// No name has a colon or a slash, and few are digits and dots: an address that is written
        /// wrong must not become a name.
        private static func isAddress(_ text: String) -> Bool {
            if text.contains(":") || text.contains("/") { return true }
            return text.contains(".") && text.allSatisfy { "0123456789.".contains($0) }
        }
    }

    /// `chat-server ban list`.
    struct List: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "List the bans: number, name or address, whom, until when, by whom, why.",
            discussion: AccessPlace.discussion("ban list")
        )

        private struct Answer: Decodable {
            var bans: [Ban]
        }

        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            let answer = try await client.ask(.GET, "bans")
            try client.show(answer, as: Answer.self) { $0.bans.map(\.row) }
        }
    }

    /// `chat-server ban lift`.
    struct Lift: AccessSubcommand {
        static let configuration = CommandConfiguration(
            abstract: "Lift a ban.",
            discussion: AccessPlace.discussion("ban lift ID")
        )

        @Argument(help: "The ban's number, as list shows it.") var id: String
        @OptionGroup var place: AccessPlace
        @ParentCommand var parent: ChatServerCommand

        func ask(_ client: AccessClient) async throws {
            try await client.remove("bans", id)
            client.say("the ban is lifted")
        }
    }
}

import ArgumentParser
import ChatClient
import ChatProtocol

/// The command line.
@main
struct ChatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat-tui",
        abstract: "Chat in a terminal, over a Burble server.",
        discussion: """
            On a terminal it opens a screen: Enter sends, F1 lists the keys, /quit leaves.
            Elsewhere it is a pipe:

              echo hi | chat-tui --room general    posts each line, then exits
              chat-tui --room general | cat        prints what is said until it is stopped

            CHAT_SERVER and CHAT_NAME stand for --server and --name; NO_COLOR turns colours off.
            Unsent text is kept in $XDG_STATE_HOME/burble (or ~/.local/state/burble).

            Exit codes: 0 done, 64 wrong usage, 65 a message was refused, 69 no server answered,
            77 the server does not take the name.
            """,
        version: "chat-tui 0.1.0"
    )

    @Option(
        help: ArgumentHelp(
            "A room to be in; may be repeated, the first shows first. (default: general)",
            valueName: "room"
        )
    )
    var room: [String] = []

    @Option(
        help: ArgumentHelp(
            "http://HOST:PORT, https://HOST, unix:PATH. (default: \(ServerAddress.standard))",
            valueName: "address"
        )
    )
    var server: String?

    @Option(
        help: ArgumentHelp(
            "Whom to speak as: 1 to 32 letters, digits and _.|^{}[]\\`-. (default: $USER)",
            valueName: "name"
        )
    )
    var name: String?

    /// Refuses wrong values before anything opens.
    ///
    /// - Throws: a sentence about the first one.
    func validate() throws {
        _ = try settings()
    }

    /// Runs the client until it is over.
    ///
    /// Blocks the thread.
    ///
    /// - Throws: the exit code.
    mutating func run() throws {
        let settings = try settings()
        // The command line is parsed on the main thread, where nothing has begun.
        throw ExitCode(MainActor.assumeIsolated { Program.run(settings) })
    }

    /// What was told here and in the environment, checked.
    private func settings() throws -> Settings {
        let environment = ProcessEnvironment.variables
        return Settings(
            rooms: try rooms(),
            server: try address(environment["CHAT_SERVER"]),
            name: try member(environment["CHAT_NAME"], user: environment["USER"]),
            state: StateFolder(environment: environment),
            environment: environment
        )
    }

    private func rooms() throws -> [RoomName] {
        guard room.count <= Limits.streamRooms else {
            throw ValidationError("--room: at most \(Limits.streamRooms) rooms fit one stream")
        }
        return try (room.isEmpty ? ["general"] : room).map { text in
            do throws(NameError) {
                return try RoomName(text)
            } catch {
                throw ValidationError("--room \(SafeText(text).singleLine): \(error)")
            }
        }
    }

    private func address(_ variable: String?) throws -> ServerAddress {
        guard let text = server ?? variable.nonEmpty else { return .standard }
        do throws(AddressError) {
            return try ServerAddress(text)
        } catch {
            let origin = server == nil ? "CHAT_SERVER=" : "--server "
            throw ValidationError("\(origin)\(SafeText(text).singleLine): \(error)")
        }
    }

    private func member(_ variable: String?, user: String?) throws -> MemberName {
        guard let text = name ?? variable.nonEmpty else {
            var generator = SystemRandomNumberGenerator()
            return NameChoice.name(for: user, using: &generator)
        }
        do throws(NameError) {
            return try MemberName(text)
        } catch {
            let origin = name == nil ? "CHAT_NAME=" : "--name "
            throw ValidationError("\(origin)\(SafeText(text).singleLine): \(error)")
        }
    }
}

extension String? {
    /// The text; `nil` if it is empty, as a variable that was cleared is.
    fileprivate var nonEmpty: String? { self?.isEmpty == false ? self : nil }
}

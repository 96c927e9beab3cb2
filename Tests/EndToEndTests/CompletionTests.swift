import Foundation
import Testing

/// What a shell offers for what the programs are told.
@Suite(.timeLimit(.minutes(10))) struct CompletionTests {
    private struct Told: Decodable {
        struct Command: Decodable {
            var commandName: String
            var arguments: [Argument]?
            var subcommands: [Command]?
        }

        struct Argument: Decodable {
            var valueName: String?
            var completionKind: [String: [String: [String]]]?
        }

        var command: Command
    }

    private func told(_ program: String) async throws -> Told.Command {
        let path = try Project.program(program)
        let process = try Subprocess([path, "--experimental-dump-help"])
        let text = try await process.output.end()
        return try JSONDecoder().decode(Told.self, from: Data(text.utf8)).command
    }

    private func all(_ command: Told.Command) -> [Told.Argument] {
        (command.arguments ?? []) + (command.subcommands ?? []).flatMap(all)
    }

    // Seen as: `--data`, `--config` and a file to import were completed by a bell.
    @Test(
        "Paths are offered for what is one, by each command",
        arguments: ["chat-server", "chat-tui"]
    )
    func paths(program: String) async throws {
        let kinds = [
            "file": "file", "path": "file", "folder": "directory", "dest": "directory",
        ]
        var count = 0
        for argument in all(try await told(program)) {
            guard let name = argument.valueName, let kind = kinds[name] else { continue }
            count += 1
            #expect(argument.completionKind?.keys.first == kind, "\(argument)")
        }
        #expect(count > 0)
    }

    @Test(
        "The words of a setting that has few are offered",
        arguments: [
            ("mode", ["open", "accounts"]), ("who", ["open", "invite", "closed"]),
            ("flag", ["true", "false"]), ("scope", ["all", "read", "post"]),
            ("format", ["text", "ndjson", "csv"]),
            ("level", ["trace", "debug", "info", "notice", "warning", "error", "critical"]),
        ]
    )
    func words(name: String, words: [String]) async throws {
        let found = all(try await told("chat-server")).filter { $0.valueName == name }
        #expect(!found.isEmpty)
        for argument in found {
            #expect(argument.completionKind == ["list": ["values": words]], "\(argument)")
        }
    }
}

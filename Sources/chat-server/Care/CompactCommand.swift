import ArgumentParser
import ChatServer
import Foundation

/// `chat-server compact`: gives the disk back what the log's file no longer uses.
struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Rewrite the log's file without the space that it no longer uses.",
        discussion: """
            Stop the server first. The disk needs room for a second file beside the first, and \
            keeps --disk-floor free. The new file replaces the old one once it is complete, \
            checked and on the disk. --data names the folder, as for the server.
            Exit codes: 0 done, 1 the log is unchanged, 64 usage.

            EXAMPLES
              chat-server compact --data /srv/chat
              runuser -u burble -- chat-server --config /etc/burble/server.yaml compact
            """
    )

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        let settings = await CareRun.settings(parent.options)
        do {
            let (before, after) = try DataFolderCare.compact(
                settings.dataFolder,
                floor: settings.limits.diskFloorBytes
            )
            StandardOutput.say(
                "the log of \(settings.dataFolder) had \(before) bytes, and has \(after)"
            )
        } catch {
            Exit.failure.leave(saying: "the log is as it was: \(error)")
        }
    }
}

import ArgumentParser
import ChatServer
import Foundation

/// `chat-server compact`: gives the disk back what the log's file no longer uses.
struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Write the log's file anew without what it no longer uses.",
        discussion: """
            For a server that is stopped. The disk needs room for a second file beside the \
            first, and keeps --disk-floor free; the old one is the log until the new one is \
            whole, checked and on the disk. Which folder: --data, as for the server.
            Exit codes: 0 done, 1 the log is as it was, 64 usage.

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
            print("the log of \(settings.dataFolder) had \(before) bytes, and has \(after)")
        } catch {
            Exit.failure.leave(saying: "the log is as it was: \(error)")
        }
    }
}

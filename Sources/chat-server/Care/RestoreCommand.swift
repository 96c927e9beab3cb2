import ArgumentParser
import ChatServer
import Foundation

/// `chat-server restore`: a data folder made of a backup.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a data folder from a backup.",
        discussion: """
            The backup is checked while it is read, and not changed. A folder that already holds \
            a log is refused, and so is one that a server uses: nothing is ever overwritten. \
            The log appears when it is complete.
            --data names the new folder, as for the server.
            Exit codes: 0 done, 1 not complete (or a file of the backup is damaged or \
            lost), 64 usage.

            EXAMPLES
              chat-server restore /var/backups/burble-2026-11-28 --data /srv/chat
              runuser -u burble -- chat-server --config /etc/burble/server.yaml restore /tmp/chat
            """
    )

    @Argument(help: .of("source", "A backup."), completion: .directory)
    var source: String

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        let settings = await CareRun.settings(parent.options)
        do {
            let report = try CareRun.shown { progress in
                try DataFolderCare.restore(
                    source,
                    into: settings.dataFolder,
                    fileDays: settings.limits.fileDays,
                    floor: settings.limits.diskFloorBytes,
                    progress
                )
            }
            CareRun.show(report)
            StandardOutput.say("\(source) is restored in \(settings.dataFolder)")
            if !report.isSound { Foundation.exit(Exit.failure.rawValue) }
        } catch {
            Exit.failure.leave(saying: "nothing is restored: \(error)")
        }
    }
}

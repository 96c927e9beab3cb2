import ArgumentParser
import ChatServer
import Foundation

/// `chat-server backup`: a copy of the data folder that can be served, made while a server runs.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the data folder, also while the server runs.",
        discussion: """
            The copy is a new folder that `chat-server --data` serves and `chat-server restore` \
            takes: the log as it is at one moment, every file, and the operator's token. It is \
            called DEST.part until it is complete and checked. Only its owner can read it, since \
            it holds everything that was said.
            The search index, which a server makes again, and unfinished uploads are left out.
            --data names the folder that is copied, as for the server.
            Exit codes: 0 done, 1 not complete (or a file was damaged or lost already), \
            64 usage.

            EXAMPLES
              chat-server backup /var/backups/burble-2026-11-28
              chat-server backup --data /srv/chat /mnt/disk/chat
              runuser -u burble -- chat-server --config /etc/burble/server.yaml backup /tmp/chat
            """
    )

    @Argument(help: .of("dest", "Where nothing is yet."), completion: .directory)
    var target: String

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        let settings = await CareRun.settings(parent.options)
        do {
            let (report, path) = try CareRun.shown { progress in
                try DataFolderCare.backUp(
                    settings.dataFolder,
                    to: target,
                    fileDays: settings.limits.fileDays,
                    floor: settings.limits.diskFloorBytes,
                    progress
                )
            }
            CareRun.show(report)
            StandardOutput.say("\(settings.dataFolder) is backed up in \(path)")
            if !report.isSound { Foundation.exit(Exit.failure.rawValue) }
        } catch {
            Exit.failure.leave(saying: "there is no backup: \(error)")
        }
    }
}

import ArgumentParser
import ChatServer
import Foundation

/// `chat-server check`: whether a data folder holds what it must.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the data folder, also while the server runs.",
        discussion: """
            It prints a line for each part: ok, note (worth knowing, but no damage) or FAULT.
              pages    SQLite's own integrity check of the log's file
              tables   none is missing, the log has a name, and what they hold can be read
              numbers  positions, and each room's seq, are 1, 2, 3 … without a hole
              events   each can be read
              keys     each idempotency key has its event
              states   edits, deletions and reactions are what the log says
              search   how far the search index follows the log
              files    their bytes match their hashes, and none is missing
            It reads everything and changes nothing. --data names the folder, as for the server.
            Exit codes: 0 no fault, 1 there is a fault, 2 it could not be checked, 64 usage.

            EXAMPLES
              chat-server check
              chat-server check --data /var/backups/burble-2026-11-28
            """
    )

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        let settings = await CareRun.settings(parent.options)
        let check = DataFolderCheck(folder: settings.dataFolder, fileDays: settings.limits.fileDays)
        let verdict: CareRun.Verdict
        do {
            let report = try CareRun.shown { try check.run($0) }
            CareRun.show(report)
            verdict = report.isSound ? .sound : .faults
        } catch {
            let isDamaged = DataFolderCare.isDamage(error)
            StandardError.say("chat-server: \(error)")
            verdict = isDamaged ? .faults : .unchecked
        }
        Foundation.exit(verdict.rawValue)
    }
}

import ArgumentParser
import ChatServer
import Foundation

/// `chat-server move`: takes the log of a data folder over into PostgreSQL.
struct MoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Take the log of the data folder over into PostgreSQL.",
        discussion: """
            Stop the server first. Everything that the log holds goes along: rooms, messages, \
            accounts, tokens, roles, read marks, bans and the audit. It keeps its name and its \
            numbers, so that the cursors of clients and their idempotency keys stay good.
            The log is checked, copied in one transaction, and counted on both sides: the \
            database has all of it or nothing. Its schema has to be empty; the tables are made.
            The folder keeps its log as it was, and a file `moved`, with which no server serves \
            that log by mistake. A server with --database goes on with the same folder, which has \
            the files and the operator's token. A move that was cut off can be run again.
            --data and --database name where from and where to, as for the server.
            Exit codes: 0 done, 1 nothing was moved, 64 usage, 75 run it again to know.

            EXAMPLES
              chat-server move --data /srv/chat --database postgres://burble@db1/burble
              runuser -u burble -- chat-server --config /etc/burble/server.yaml move
            """
    )

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        let settings = await CareRun.anySettings(parent.options)
        guard let database = settings.database else {
            Exit.usage.leave(saying: "database: it has to be named, as for the server (--database)")
        }
        do {
            var line = ProgressLine()
            defer { line.clear() }
            let report = try DataFolderCare.move(settings.dataFolder, to: database) {
                table,
                rows,
                total in
                let part = total > 0 ? Double(rows) / Double(total) : 0
                line.show(part: part, "\(table)  \(rows) rows")
            }
            line.clear()
            CareRun.show(report)
        } catch {
            let isKnown = !DataFolderCare.isUnknown(error)
            if isKnown { Exit.failure.leave(saying: "nothing was moved: \(error)") }
            Exit.temporary.leave(saying: "\(error); the same command again tells, and ends it")
        }
    }
}

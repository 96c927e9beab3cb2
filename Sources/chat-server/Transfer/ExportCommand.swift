import ArgumentParser
import Foundation
import NIOCore
import NIOHTTP1

/// `chat-server export`: writes a room's log into a file or to standard output.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export a room's log in a form that import reads.",
        discussion: """
            The file appears when it is complete. Until then it is FILE.part; repeating the \
            command starts over. What is not a plain file, such as a pipe, is written to as it is.
            With --operator-token-file it is read as the operator: private rooms too, and texts \
            that were deleted. Without, an import leaves deleted messages out, and the numbers \
            behind them are others.
            Exit codes: 0 done, 64 usage, 66 no such room, 69 no server, 73 or 74 the file \
            cannot be written, 75 repeat it, 76 no Burble server's answer, 77 not allowed.
            """
    )

    @Argument(help: "The file; - is standard output.", completion: .file())
    var file = "-"

    @OptionGroup var place: TransferOptions

    /// It reads the options that are not of a subcommand, `--tls-certificate` too.
    @ParentCommand var parent: ChatServerCommand

    @Option(help: .of("format", "csv, ndjson or text."), completion: .list(ExportForm.names))
    var format = "csv"

    @Flag(help: "The messages as they are now, instead of every event.")
    var messages = false

    mutating func run() async throws {
        await Subcommand.run {
            guard var form = ExportForm(format) else {
                throw CommandFailure(.usage, "--format is csv, ndjson or text")
            }
            let sources = SettingsSources(options: parent.options)
            let link = try place.running.link(sources)
            // The operator sees what was deleted: who does not ask for that shall not get it.
            let credentials =
                try place.token.operatorTokenFile == nil
                ? [] : [place.token.credential(sources).field(for: link)]
            var target = try TransferTarget(file)
            var shown = ProgressLine()
            var bytes = 0
            let view = messages ? "messages" : "events"
            do {
                let path = place.path("/\(view)?format=\(format)")
                try await link.ask(.GET, path, expecting: form.expectation, headers: credentials) {
                    try target.write($0)
                    form.take($0)
                    bytes += $0.readableBytes
                    shown.show(bytes: bytes, of: nil)
                }
                shown.clear()
                try form.finish(from: link.address)
                try target.finish()
            } catch {
                shown.clear()
                target.giveUp()
                throw error
            }
        }
    }
}

import ArgumentParser
import ChatClient
import ChatProtocol
import Foundation
import NIOCore
import NIOHTTP1

/// `chat-server import`: sends a log to a running server, and says how far it is.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a log, as CSV or NDJSON, into a room of a running server.",
        discussion: """
            Authors and times are kept. Rows that are there already are skipped, so repeat the \
            command to go on after a failure. Bad rows are reported with their lines, and the \
            rest is imported. It needs the operator's token: from --operator-token-file, the \
            variable CHAT_OPERATOR_TOKEN, or operator.token in --data.
            Exit codes: 0 done, 64 usage, 65 bad rows, 66 no such file, 69 no server, \
            75 repeat it, 76 no Burble server's answer, 77 not the operator.
            """
    )

    @Argument(help: "The file; - is standard input.")
    var file: String

    @OptionGroup var place: TransferOptions

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        await Subcommand.run {
            let sources = SettingsSources(options: parent.options)
            let link = try place.link(sources)
            let source = try TransferSource(file)
            let credential = place.credential(sources)
            var told = ImportAnswer(total: source.size)
            try await link.ask(
                .PUT,
                place.path("/import?format=ndjson"),
                expecting: .rows(of: .ndjson),
                headers: [try credential.field(for: link)],
                sending: source
            ) { piece in
                try told.take(piece)
            }
            try told.finish()
        }
    }
}

/// What the server tells of an import, as it is shown.
struct ImportAnswer {
    /// A line of the answer.
    private struct Line: Decodable {
        var type: String
        var rows: Int?
        var bytes: Int?
        var line: Int?
        var detail: String?
        var message: String?
        var imported: Int?
        var skipped: Int?
        var failed: Int?
    }

    /// Bytes of an unfinished line; a server that sends more is none of ours.
    private static let lineLimit = 64 * 1024

    private let total: Int?
    private var rest: [UInt8] = []
    private var shown = ProgressLine()
    private var done: Line?
    private var failure: String?

    /// Begins.
    ///
    /// - Parameter total: bytes that are sent; `nil` if that is not known.
    init(total: Int?) {
        self.total = total
    }

    /// Takes a piece of the answer, cut anywhere.
    ///
    /// - Parameter piece: the next.
    /// - Throws: ``CommandFailure`` when it is no answer to an import.
    mutating func take(_ piece: ByteBuffer) throws {
        rest += piece.readableBytesView
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let bytes = Data(rest[..<end])
            rest.removeFirst(end + 1)
            if bytes.isEmpty { continue }
            guard let line = try? JSONDecoder().decode(Line.self, from: bytes) else {
                throw CommandFailure(.protocolFault, "the server's answer is not understood")
            }
            take(line)
        }
        guard rest.count <= Self.lineLimit else {
            throw CommandFailure(.protocolFault, "the server's answer is not understood")
        }
    }

    private mutating func take(_ line: Line) {
        switch line.type {
        case "progress": shown.show(bytes: line.bytes ?? 0, of: total, rows: line.rows)
        case "done": done = line
        case "error":
            let detail = line.detail ?? line.message ?? "it failed"
            shown.clear()
            if let number = line.line {
                StandardError.say("line \(number): \(detail)")
            } else {
                failure = detail
            }
        default: break
        }
    }

    /// Says what became of it in all.
    ///
    /// - Throws: ``CommandFailure`` unless all is in.
    func finish() throws(CommandFailure) {
        shown.clear()
        guard let done else {
            let reason = failure ?? "the server stopped"
            throw CommandFailure(.temporary, "not all is in: \(reason); repeat the command")
        }
        let failed = done.failed ?? 0
        let sum =
            "\(done.imported ?? 0) imported, \(done.skipped ?? 0) were there, \(failed) failed"
        guard failed == 0 else { throw CommandFailure(.data, sum) }
        print(sum)
    }
}

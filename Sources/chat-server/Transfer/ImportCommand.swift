import ArgumentParser
import ChatClient
import ChatProtocol
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// `chat-server import`: sends a log to a running server, and says how far it is.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a log, as CSV or NDJSON, into a room of a running server.",
        discussion: """
            Authors and times are kept. Rows that are there already are skipped, so repeat the \
            command to go on after a failure; so are messages that were deleted where they come \
            from. Bad rows are reported with their lines, and the rest is imported. It needs \
            the operator's token: from --operator-token-file, the \
            variable CHAT_OPERATOR_TOKEN, or operator.token in --data.
            Exit codes: 0 done, 64 usage, 65 bad rows, 66 no such file, 69 no server, \
            75 repeat it, 76 no Burble server's answer, 77 not the operator.
            """
    )

    @Argument(help: "The file; - is standard input.", completion: .file())
    var file: String

    @OptionGroup var place: TransferOptions

    /// It reads the options that are not of a subcommand, `--data` too.
    @ParentCommand var parent: ChatServerCommand

    mutating func run() async throws {
        await Subcommand.run {
            let sources = SettingsSources(options: parent.options)
            let link = try place.running.link(sources)
            let source = try TransferSource(file)
            let credential = place.token.credential(sources)
            let field = try credential.field(for: link)
            let told = ImportHearing(total: source.size)
            async let _: Void = told.watch()
            defer { told.end() }
            try await link.ask(
                .PUT,
                place.path("/import?format=ndjson"),
                expecting: .rows(of: .ndjson),
                headers: [field],
                sending: source
            ) { piece in
                try told.take(piece)
            }
            try told.finish()
        }
    }
}

/// The answer to an import while it comes, and the time in which nothing does.
private final class ImportHearing: Sendable {
    private let answer: Mutex<ImportAnswer>

    init(total: Int?) {
        answer = Mutex(ImportAnswer(total: total))
    }

    func take(_ piece: ByteBuffer) throws {
        try answer.withLock { try $0.take(piece) }
    }

    func finish() throws(CommandFailure) {
        try answer.withLock { answer throws(CommandFailure) in try answer.finish() }
    }

    /// Takes the progress line away for good.
    func end() { answer.withLock { $0.end() } }

    /// Shows how long nothing came, until the task is cancelled.
    func watch() async {
        while !Task.isCancelled {
            // Cancelled, it ends at once, and so does the loop.
            try? await Task.sleep(for: .seconds(1))
            guard !Task.isCancelled else { return }
            answer.withLock { $0.noteTime(.now) }
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
    /// How long nothing may come without a word.
    private static let silence = Duration.seconds(5)

    private var shown = ProgressLine()
    /// How far it was last, and when something came.
    private var progress: Line?
    private var heard = ContinuousClock.now
    private var isOver = false
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
    /// - Throws: ``CommandFailure`` when it is no answer to an import.
    mutating func take(_ piece: ByteBuffer) throws {
        rest += piece.readableBytesView
        heard = .now
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let bytes = Data(rest[..<end])
            rest.removeFirst(end + 1)
            if bytes.isEmpty { continue }
            // Why it is none tells nothing that the words below do not.
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
        case "progress":
            progress = line
            shown.show(bytes: line.bytes ?? 0, of: total, rows: line.rows)
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

    /// Takes the progress line away for good.
    mutating func end() {
        isOver = true
        shown.clear()
    }

    /// Shows that it waits, where nothing came for some seconds: for what is to be sent, or for the
    /// server, where others are about the room.
    mutating func noteTime(_ now: ContinuousClock.Instant) {
        let waited = heard.duration(to: now)
        guard !isOver, done == nil, failure == nil, waited >= Self.silence else { return }
        shown.show(
            bytes: progress?.bytes ?? 0,
            of: total,
            rows: progress?.rows,
            note: "waits: nothing new for \(waited.components.seconds) s"
        )
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
            "\(done.imported ?? 0) imported, \(done.skipped ?? 0) skipped, \(failed) failed"
        guard failed == 0 else { throw CommandFailure(.data, sum) }
        StandardOutput.say(sum)
    }
}

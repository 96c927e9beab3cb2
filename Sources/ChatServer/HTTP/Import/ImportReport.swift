import ChatProtocol
import ChatStore
import NIOCore
import StreamingHTTP

/// How far an import is.
struct ImportTally: Sendable {
    var bytes = 0
    var imported = 0
    var skipped = 0
    var failed = 0

    /// The rows that were read.
    var rows: Int { imported + skipped + failed }
}

/// A row that could not be taken.
struct ImportFault: Sendable {
    /// On which the row began.
    var line: Int
    var detail: String
}

extension ImportFault {
    /// Takes a row that cannot be read, with how much was lost by it: one stray quote may take in
    /// many rows.
    init(_ row: ImportLine, _ failure: DecodingFailure) {
        line = row.line
        let count = row.lastLine - row.line + 1
        detail =
            count > 1
            ? "\(failure); it goes on to line \(row.lastLine): \(count) lines are lost"
            : failure.description
    }
}

/// When the client is told again how far it is: at first five times a second, then seldom, so that
/// one who reads nothing before all is sent does not have to.
struct ImportPace {
    private static let least = Duration.milliseconds(200)
    private static let most = Duration.seconds(15)
    /// The part of the time since the start that passes between two.
    private static let part = 50

    private let start: Duration
    private var last: Duration

    /// Begins.
    init(start: Duration) {
        self.start = start
        last = start
    }

    /// Asks whether it is time.
    ///
    /// - Parameter now: later than before.
    /// - Returns: true if the client is to be told, and will be.
    mutating func isDue(at now: Duration) -> Bool {
        let pause = min(Self.most, max(Self.least, (now - start) / Self.part))
        guard now - last >= pause else { return false }
        last = now
        return true
    }
}

/// Tells an import's client what became of it, as NDJSON or SSE.
///
/// Source: docs/API.md, section 8.
struct ImportReport: Sendable {
    /// Bad rows that are told of; more are only counted, so that a client that reads nothing before
    /// all is sent does not have to.
    private static let faultLimit = 100

    let out: StreamWriter
    /// Whether it is SSE.
    let isEvents: Bool
    /// Bytes of the upload, where that is known.
    let total: Int64?

    /// Tells how far it is, unless the client is slow to read.
    ///
    /// - Parameter tally: what is in the log.
    func progress(_ tally: ImportTally) {
        out.writeIfIdle(
            bytes("progress") { fields in
                fields.field("rows", tally.rows)
                fields.field("bytes", tally.bytes)
                fields.field("total", total)
            }
        )
    }

    /// Tells of bad rows, as far as there were not too many.
    ///
    /// Suspends while the client is slow to read.
    ///
    /// - Parameter earlier: how many there were before them.
    /// - Throws: when the client is gone.
    func tell(_ faults: [ImportFault], after earlier: Int) async throws {
        for (index, fault) in faults.prefix(max(0, Self.faultLimit - earlier)).enumerated() {
            let isLast = earlier + index + 1 == Self.faultLimit
            let more = isLast ? "; further bad rows are only counted" : ""
            try await out.write(
                bytes("error") { fields in
                    fields.field("line", fault.line)
                    fields.field("detail", fault.detail + more)
                }
            )
        }
    }

    /// Tells why the import ends before its end.
    ///
    /// Suspends while the client is slow to read.
    ///
    /// - Parameter tally: what is in the log all the same.
    /// - Throws: when the client is gone.
    func fail(_ problem: Problem, after tally: ImportTally) async throws {
        let problem = problem.ofImport(with: tally.imported)
        try await out.write(
            bytes("error") { fields in
                fields.field("code", problem.code)
                fields.field("detail", problem.detail)
            }
        )
    }

    /// Tells what became of it in all.
    ///
    /// Suspends while the client is slow to read.
    ///
    /// - Parameter tally: what is in the log.
    /// - Throws: when the client is gone.
    func done(_ tally: ImportTally) async throws {
        try await out.write(
            bytes("done") { fields in
                fields.field("imported", tally.imported)
                fields.field("skipped", tally.skipped)
                fields.field("failed", tally.failed)
            }
        )
    }

    private func bytes(_ type: String, _ writeFields: (inout JSONWriter) -> Void) -> ByteBuffer {
        var writer = JSONWriter()
        writer.object { fields in
            fields.field("type", type)
            writeFields(&fields)
        }
        let json = String(decoding: writer.bytes, as: UTF8.self)
        guard isEvents else { return ByteBuffer(string: json + "\n") }
        return ServerSentEvent(json, event: type).bytes
    }
}

extension ImportFate.Refusal {
    /// What the operator is told.
    var words: String {
        switch self {
        case .lastOwner: "the room would be left without an owner"
        case .direct: "a direct room has what its two members said, and no roles or rules"
        case .crowdedMoment: "the room has too many other events of that time to tell them apart"
        case .future: "the time is later than the server's"
        case .noTarget(let seq): "the message \(seq) is not among the rows before"
        case .emptyEdit: "the text is empty"
        case .amendment(.noMessage): "there is no such message"
        case .amendment(.notYours): "someone else said the message"
        case .amendment(.deleted): "the message was deleted before"
        case .amendment(.tooManyEmoji(let limit)):
            "the message has \(limit) different emoji already"
        case .amendment(.keyUsed): "the key was used before"
        }
    }
}

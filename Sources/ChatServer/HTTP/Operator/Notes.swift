import ChatProtocol
import Hummingbird
import NIOCore
import StreamingHTTP

/// A long answer of the server's own rows (numbers, lines of its log) in the formats of a stream.
struct Notes {
    /// A row: its kind, as JSON and as a line of text.
    struct Row: Sendable {
        /// The event's name in SSE.
        let type: String
        let json: [UInt8]
        let line: String
        /// The cells of a row of CSV, where the answer takes that.
        var cells: [String] = []
    }

    let format: Format
    /// Rows after which it ends; `nil` for none.
    let limit: Int?
    /// The time after which it ends; `nil` for none.
    private let timeout: Duration?
    private let heartbeat: Int
    private let limits: ServerLimits

    /// Reads the format, the limit and the heartbeat that are asked for.
    ///
    /// - Parameters:
    ///   - request: for its `Accept`.
    ///   - limits: the usual heartbeat.
    ///   - takesCSV: whether the rows have cells.
    /// - Throws: `406 unknown_format`; `400 bad_parameter`.
    init(
        _ request: Request,
        _ limits: ServerLimits,
        takesCSV: Bool = false
    ) throws(Problem) {
        let parameters = QueryParameters(request)
        format = try parameters.format(of: request, without: takesCSV ? nil : .csv)
        let seconds = try parameters.number("heartbeat", in: 5...60)
        heartbeat = seconds.map(Int.init) ?? limits.heartbeatSeconds
        limit = try parameters.number("limit", in: 1...Int64(Int32.max)).map(Int.init)
        timeout = try parameters.span("timeout").map { .milliseconds($0.milliseconds) }
        self.limits = limits
    }

    /// Makes the answer.
    ///
    /// - Parameters:
    ///   - request: the one that is answered.
    ///   - context: for its connection.
    ///   - watch: tells once the reader may not read on.
    ///   - write: writes rows until there are no more; cancelled when the reader goes.
    /// - Returns: the response; it says `bye` when the server stops or the reader may not read on.
    func response(
        to request: Request,
        _ context: ChatContext,
        _ watch: AccessWatch,
        _ write: @escaping @Sendable (NoteWriter) async throws -> Void
    ) -> Response {
        let options = StreamOptions(
            bufferBytes: limits.queueBytes,
            heartbeat: .seconds(heartbeat),
            deadline: .seconds(limits.stalledSeconds),
            shutdown: .seconds(limits.drainSeconds)
        )
        let (format, timeout) = (format, timeout)
        return StreamingResponse(framing, options: options) { out in
            let notes = NoteWriter(out: out, format: format)
            // The head leaves with the first bytes, and a quiet stream shows that it is one.
            try await notes.write(Self.opening(format))
            do {
                let reason = try await watch.reason(ending: {
                    let isWhole = try await Self.run(within: timeout) { try await write(notes) }
                    return isWhole ? "limit" : "timeout"
                })
                try await notes.write(NoteWriter.bye(format, reason))
            } catch is CancellationError {
                // The reader went, or the farewell has been said.
            }
        }.response(from: request, context: context)
    }

    /// Runs something, and cancels it when its time is over; false if that was so.
    private static func run(
        within time: Duration?,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> Bool {
        guard let time else {
            try await work()
            return true
        }
        return try await withThrowingTaskGroup { group in
            group.addTask {
                try await work()
                return true
            }
            group.addTask {
                try await Task.sleep(for: time)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? true
        }
    }

    private static func opening(_ format: Format) -> String {
        switch format {
        case .sse: "retry: 2000\n\n"
        case .ndjson, .csv: "\n"
        case .text: "# open\n"
        }
    }

    private var framing: StreamFraming {
        StreamFraming(
            contentType: format.mediaType,
            heartbeat: ByteBuffer(string: Self.beat(format)),
            farewell: ByteBuffer(string: NoteWriter.bye(format, "shutdown", retryAfter: Self.wait))
        )
    }

    /// Seconds after which a reader may come back, not with all others at once.
    private static var wait: Int { Int.random(in: 2...5) }

    private static func beat(_ format: Format) -> String {
        switch format {
        case .sse: ":\n\n"
        case .ndjson, .csv: "\n"
        case .text: "# ping\n"
        }
    }
}

/// What the rows of a ``Notes`` are written with.
struct NoteWriter: Sendable {
    let out: StreamWriter
    let format: Format

    /// Writes a row.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter row: the row.
    /// - Throws: `CancellationError` when the stream has ended.
    func row(_ row: Notes.Row) async throws {
        switch format {
        case .text: try await out.write(row.line + "\n")
        case .csv where !row.cells.isEmpty:
            try await CSVWriter(out: out).row(row.cells)
        case .ndjson, .csv: try await out.write(ByteBuffer(bytes: row.json + [10]))
        case .sse:
            let data = String(decoding: row.json, as: UTF8.self)
            try await out.write(ServerSentEvent(data, event: row.type).bytes)
        }
    }

    fileprivate func write(_ text: String) async throws {
        try await out.write(text)
    }

    /// The last record of a stream.
    ///
    /// - Parameters:
    ///   - format: of the stream.
    ///   - reason: of its end.
    ///   - seconds: to wait before coming back; `nil` where that makes no sense.
    /// - Returns: the record.
    fileprivate static func bye(
        _ format: Format,
        _ reason: String,
        retryAfter seconds: Int? = nil
    ) -> String {
        let wait = seconds.map { #","retryAfter":\#($0)"# } ?? ""
        let fields = #""type":"bye","reason":"\#(reason)","reconnect":\#(seconds != nil)\#(wait)"#
        let retry = seconds.map { "retry: \($0)000\n" } ?? ""
        return switch format {
        case .text: "# bye: \(reason)\n"
        case .ndjson, .csv: "{\(fields)}\n"
        case .sse: "\(retry)event: bye\ndata: {\(fields)}\n\n"
        }
    }
}

import AsyncSignals
import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore
import StreamingHTTP
import Tracing

/// A long answer of the server's own rows (numbers, lines of its log) in the formats of a stream.
struct RowStream {
    /// A row: its kind, as JSON and as a line of text.
    struct Row: Sendable {
        /// The event's name in SSE.
        let type: String
        let json: [UInt8]
        let line: String
        /// The cells of a row of CSV, where the answer takes that.
        var cells: [String] = []
        /// Its number, where rows are kept: a browser goes on behind it.
        var id: Int64?
    }

    /// The columns of a table.
    struct Columns: Sendable {
        let names: [String]
        /// Which of them says what kind of row it is; the last one has the details.
        let kind: Int

        /// A row that is the answer's own: its end, or a sign of life.
        func control(_ type: String, _ detail: String = "") -> [String] {
            var cells = [String](repeating: "", count: names.count)
            cells[kind] = type
            cells[names.count - 1] = detail
            return cells
        }
    }

    let format: Format
    private let isFollowed: Bool
    /// Where the format is CSV.
    private let columns: Columns?
    private let isForSpreadsheets: Bool
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
    ///   - columns: of the rows' cells; `nil` where there is no CSV.
    ///   - isFollowed: whether it goes on when all rows that there are have come.
    ///   - others: what else the address answers in.
    /// - Throws: `406 unknown_format`; `400 bad_parameter`.
    init(
        _ request: Request,
        _ limits: ServerLimits,
        columns: Columns? = nil,
        isFollowed: Bool = true,
        beside others: [String] = []
    ) throws(Problem) {
        let parameters = QueryParameters(request)
        format = try parameters.format(
            of: request,
            without: columns == nil ? .csv : nil,
            beside: others
        )
        self.isFollowed = isFollowed
        self.columns = format == .csv ? columns : nil
        isForSpreadsheets = try parameters.flag("safe")
        let seconds = try parameters.number("heartbeat", in: 5...60)
        heartbeat = seconds.map(Int.init) ?? limits.heartbeatSeconds
        limit = try parameters.limit().map(Int.init)
        timeout = try parameters.span("timeout").map { .milliseconds($0.milliseconds) }
        self.limits = limits
    }

    /// Makes the answer.
    ///
    /// - Parameters:
    ///   - watch: tells once the reader may not read on.
    ///   - write: writes rows until there are no more; cancelled when the reader goes.
    /// - Returns: the response; it says `bye` when the server stops or the reader may not read on,
    ///   and where it is followed also at its limit.
    func response(
        to request: Request,
        _ context: ChatContext,
        _ watch: AccessWatch,
        _ write: @escaping @Sendable (RowStreamWriter) async throws -> Void
    ) -> Response {
        let options = StreamOptions(
            bufferBytes: limits.queueBytes,
            heartbeat: .seconds(heartbeat),
            deadline: .seconds(limits.stalledSeconds),
            shutdown: .seconds(limits.drainSeconds),
            endsWithInput: isFollowed
        )
        let form = RowStreamForm(
            format: format,
            columns: columns,
            isForSpreadsheets: isForSpreadsheets,
            isFollowed: isFollowed
        )
        let (timeout, span) = (timeout, context.span)
        // The format was chosen by `Accept`, if not by a parameter.
        let fields: HTTPFields = [.vary: "Accept"]
        return StreamingResponse(framing(form), headers: fields, options: options) { out in
            let writer = RowStreamWriter(out: out, form: form)
            // The head leaves with the first bytes.
            if form.opening.readableBytes > 0 { try await out.write(form.opening) }
            span?.end()
            do {
                let reason = try await watch.reason(ending: {
                    let end: Void? = try await withinTime(timeout) { try await write(writer) }
                    return end == nil ? "timeout" : Self.wholeReason
                })
                guard form.isFollowed || reason != Self.wholeReason else { return }
                let isOfServer = reason == AccessWatch.shutdownReason
                try await out.write(form.bye(reason, retryAfter: isOfServer ? Self.wait : nil))
            } catch is CancellationError {
                // The reader went, or the `bye` has been sent.
            }
        }.response(from: request, context: context)
    }

    private func framing(_ form: RowStreamForm) -> StreamFraming {
        StreamFraming(
            contentType: format.mediaType,
            heartbeat: form.beat,
            shutdownRecord: form.bye(AccessWatch.shutdownReason, retryAfter: Self.wait)
        )
    }

    /// Why a stream ends that has all its rows.
    private static let wholeReason = "limit"

    /// Seconds after which a reader may come back, not with all others at once.
    private static var wait: Int { Int.random(in: 2...5) }
}

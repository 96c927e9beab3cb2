import AsyncSignals
import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import Logging

/// `GET /logs/stream`: the server's own log, followed by an operator.
///
/// Source: docs/API.md, section 8.
struct LogRoutes {
    let services: Services

    /// Lines that are taken from the book at once.
    private static let part = 64

    /// Which lines are asked for.
    private struct Selection: Sendable {
        let level: Logger.Level
        let match: FoldedText?

        func takes(_ line: LogLine) -> Bool {
            line.level >= level && (match?.isIn(line.text) ?? true)
        }
    }

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/logs/stream", [.get: follow])
    }

    private func follow(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .stream)
        _ = try services.gate.operator(caller)
        try services.admit()
        let parameters = QueryParameters(request)
        let stream = try RowStream(request, services.limits)
        let wanted = try selection(parameters)
        let tail =
            try parameters.number("tail", in: 0...Int64(LogBook.lineLimit)).map(Int.init)
            ?? (stream.format == .text ? 20 : 0)
        let start = services.logBook.start(ofLast: tail, where: wanted.takes)
        let watch = AccessWatch(caller, services)
        return stream.response(to: request, context, watch) { [book = services.logBook] out in
            try await write(wanted, of: book, from: start, limit: stream.limit, to: out)
        }
    }

    private func selection(_ parameters: QueryParameters) throws(Problem) -> Selection {
        var level = Logger.Level.trace
        if let name = parameters["level"] {
            guard let known = Logger.Level(rawValue: name.lowercased()) else {
                let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badParameter("level", "one of \(levels)")
            }
            level = known
        }
        return Selection(level: level, match: try parameters.match(services.limits))
    }

    /// Writes what is wanted, and waits for more.
    private func write(
        _ wanted: Selection,
        of book: LogBook,
        from start: Int,
        limit: Int?,
        to out: RowStreamWriter
    ) async throws {
        var next = start
        var remaining = limit ?? .max
        for await _ in book.signal.changes() {
            while true {
                let (lines, lost, end) = book.lines(from: next, limit: Self.part)
                next = end
                if lost > 0 { try await out.row(.lost(lost)) }
                for line in lines where wanted.takes(line) {
                    try await out.row(line.row)
                    remaining -= 1
                    if remaining == 0 { return }
                }
                if lines.isEmpty { break }
            }
        }
        throw CancellationError()
    }
}

extension RowStream.Row {
    /// Tells a reader of the log how many lines it was too slow for.
    ///
    /// - Parameter count: 1 or more.
    fileprivate static func lost(_ count: Int) -> RowStream.Row {
        let json = #"{"type":"lost","lines":\#(count)}"#
        return RowStream.Row(
            type: "lost",
            json: Array(json.utf8),
            line: "# \(count) lines lost: this reader was too slow"
        )
    }
}

extension LogLine {
    /// The row of a stream.
    fileprivate var row: RowStream.Row {
        var json: [UInt8] = []
        appendJSON(to: &json)
        return RowStream.Row(type: "log", json: json, line: description)
    }
}

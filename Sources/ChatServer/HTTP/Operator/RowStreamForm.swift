import ChatProtocol
import NIOCore
import Serialization
import StreamingHTTP

/// How the parts of a ``RowStream`` stand in its format.
struct RowStreamForm: Sendable {
    let format: Format
    let columns: RowStream.Columns?
    let isForSpreadsheets: Bool
    /// Whether it goes on when all rows that there are have come.
    let isFollowed: Bool

    /// What comes before the rows: a quiet stream shows that it is one.
    var opening: ByteBuffer {
        switch format {
        case .sse: ByteBuffer(string: "retry: 2000\n\n")
        case .csv where columns != nil: columns.map { table($0.names) } ?? ByteBuffer()
        case _ where !isFollowed: ByteBuffer()
        case .ndjson, .csv: ByteBuffer(string: #"{"type":"open"}"# + "\n")
        case .text: ByteBuffer(string: "# open\n")
        }
    }

    /// A sign of life.
    var beat: ByteBuffer {
        switch format {
        case .sse: ByteBuffer(string: ":\n\n")
        case .ndjson, .csv: columns.map { table($0.control("ping")) } ?? Self.ping
        case .text: ByteBuffer(string: "# ping\n")
        }
    }

    private static let ping = ByteBuffer(string: #"{"type":"ping"}"# + "\n")

    /// A row.
    ///
    /// - Returns: the record; no cell of a table acts on a terminal, nor on a spreadsheet where
    ///   that is asked for.
    func record(of row: RowStream.Row) -> ByteBuffer {
        switch format {
        case .text: ByteBuffer(string: row.line + "\n")
        case .csv where columns != nil: table(row.cells.map(CSVCell.safe))
        case .ndjson, .csv: ByteBuffer(bytes: row.json + [10])
        case .sse:
            ServerSentEvent(
                String(decoding: row.json, as: UTF8.self),
                event: row.type,
                id: row.id.map { String($0) }
            ).bytes
        }
    }

    /// The last record of a stream.
    ///
    /// - Parameter seconds: to wait before coming back; `nil` where that makes no sense.
    func bye(_ reason: String, retryAfter seconds: Int? = nil) -> ByteBuffer {
        let wait = seconds.map { #","retryAfter":\#($0)"# } ?? ""
        let fields = #""reason":"\#(reason)","reconnect":\#(seconds != nil)\#(wait)"#
        let json = #"{"type":"bye",\#(fields)}"#
        let retry = seconds.map { Int64($0) * 1000 } ?? SSEText.never
        if let columns { return table(columns.control("bye", "{\(fields)}")) }
        return switch format {
        case .text: ByteBuffer(string: "# bye: \(reason)\n")
        case .ndjson, .csv: ByteBuffer(string: json + "\n")
        case .sse: ByteBuffer(string: "retry: \(retry)\nevent: bye\ndata: \(json)\n\n")
        }
    }

    private func table(_ cells: [String]) -> ByteBuffer {
        ByteBuffer(bytes: CSVCell.row(isForSpreadsheets ? cells.map(CSVCell.inert) : cells))
    }
}

/// What the rows of a ``RowStream`` are written with.
struct RowStreamWriter: Sendable {
    let out: StreamWriter
    let form: RowStreamForm

    /// Writes a row.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Throws: `CancellationError` when the stream has ended.
    func row(_ row: RowStream.Row) async throws {
        try await out.write(form.record(of: row))
    }
}

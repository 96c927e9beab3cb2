import Serialization

/// What a generator writes a table with.
///
/// A field that holds a comma, a quote or a line break is quoted. What a field means to a program
/// is that program's matter: a spreadsheet may run a field that begins with `=`, `+`, `-` or `@` as
/// a formula, and a table for such a reader needs its fields changed, which here none is.
///
/// Source: RFC 4180, section 2.
public struct CSVWriter: Sendable {
    /// Writes what no method here does.
    public let out: StreamWriter
    private let lineBreak: LineBreak

    /// What ends a row.
    public enum LineBreak: Sendable {
        /// CR LF, as the standard has it.
        case crlf
        /// LF, for readers that split lines by it alone.
        case lf

        fileprivate var bytes: StaticString {
            switch self {
            case .crlf: "\r\n"
            case .lf: "\n"
            }
        }
    }

    /// Makes a writer on a stream of rows; the first row is yours.
    ///
    /// - Parameters:
    ///   - out: whose response has the framing.
    ///   - lineBreak: what ends a row.
    public init(out: StreamWriter, lineBreak: LineBreak = .crlf) {
        self.out = out
        self.lineBreak = lineBreak
    }

    /// Sends a row.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter fields: one for each column.
    /// - Throws: `CancellationError` when the stream has ended.
    public func row(_ fields: [String]) async throws {
        try await out.buffer.write { buffer in
            buffer.writeRecords { sink in
                CSVText.append(row: fields, lineBreak: lineBreak.bytes, to: &sink)
            }
        }
    }
}

public import FoundationEssentials
import NIOCore
import Serialization

/// What a generator writes rows of JSON with, one to a line.
///
/// Source: github.com/ndjson/ndjson-spec.
public struct RowWriter: Sendable {
    /// Writes what no method here does.
    public let out: StreamWriter
    private let encoder: JSONEncoder?

    /// Makes a writer on a stream of rows.
    ///
    /// - Parameters:
    ///   - out: whose response has the framing.
    ///   - encoder: one that does not print over several lines; `nil` for the stream's own, which
    ///     writes what `JSONEncoder.rows` writes, a row's fields in the order of its type, and
    ///     takes a fraction of the time.
    public init(out: StreamWriter, encoder: JSONEncoder? = nil) {
        self.out = out
        self.encoder = encoder
    }

    /// Sends a row.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter row: anything that encodes.
    /// - Throws: what the encoder throws, with nothing sent; `CancellationError` when the stream
    ///   has ended.
    public func row(_ row: some Encodable) async throws {
        // Outside the buffer's lock: it runs the row's own code.
        if let encoder { return try await send(encoder.encode(row)) }
        try await send(RowEncoding.json(of: row))
    }

    private func send(_ json: some Collection<UInt8>) async throws {
        try await out.buffer.write { buffer in
            buffer.writeBytes(json)
            buffer.writeInteger(UInt8(10))
        }
    }

    /// Sends a row that is JSON already.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter json: one value; a line break between its parts becomes a space. That it is JSON
    ///   is the caller's word.
    /// - Throws: `CancellationError` when the stream has ended.
    public func line(_ json: String) async throws {
        try await out.buffer.write { buffer in
            buffer.writeString(OneLine.of(json))
            buffer.writeInteger(UInt8(10))
        }
    }
}

extension JSONEncoder {
    /// The encoder of rows: dates as in ISO 8601, slashes as they are.
    public static var rows: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }
}

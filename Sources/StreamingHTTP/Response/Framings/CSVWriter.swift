import NIOCore

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

    /// Makes a writer on a stream of rows; the first row is yours.
    ///
    /// - Parameter out: whose response has the framing.
    public init(out: StreamWriter) {
        self.out = out
    }

    /// Sends a row.
    ///
    /// Suspends while too much waits for the reader.
    ///
    /// - Parameter fields: one for each column.
    /// - Throws: `CancellationError` when the stream has ended.
    public func row(_ fields: [String]) async throws {
        try await out.buffer.write { Self.write(fields, to: &$0) }
    }

    /// Appends a row as it goes out.
    ///
    /// - Parameters:
    ///   - fields: one for each column.
    ///   - bytes: of the stream.
    static func write(_ fields: [String], to bytes: inout ByteBuffer) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.writeInteger(comma) }
            // An only field that is empty would make an empty line, which readers skip.
            if field.utf8.contains(where: isSpecial) || (fields.count == 1 && field.isEmpty) {
                writeQuoted(field, to: &bytes)
            } else {
                bytes.writeString(field)
            }
        }
        bytes.writeStaticString("\r\n")
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == comma || byte == quote || byte == 10 || byte == 13
    }

    private static func writeQuoted(_ field: String, to bytes: inout ByteBuffer) {
        bytes.writeInteger(quote)
        for byte in field.utf8 {
            if byte == quote { bytes.writeInteger(quote) }
            bytes.writeInteger(byte)
        }
        bytes.writeInteger(quote)
    }
}

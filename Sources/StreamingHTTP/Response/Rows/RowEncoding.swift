import FoundationEssentials

/// A row on its way into JSON: written in one pass, in the order in which its type encodes itself.
///
/// It does what types do whose encoding the compiler writes: keys, elements and values one after
/// the other. What is asked beyond that (containers that are written in turn, a class's
/// `superEncoder`, a number that JSON lacks) it only notes, and the row is left to Foundation's
/// encoder, which builds a tree first and takes several times as long.
final class RowEncoding {
    /// What has been written.
    ///
    /// Changed in single steps, outside of which the row's own code runs.
    var line = RowLine()

    /// Encodes a row.
    ///
    /// - Parameter row: encodes itself, a second time if it is left to Foundation's encoder.
    /// - Returns: JSON on one line, dates as in ISO 8601; `nil` where one pass is not enough.
    /// - Throws: what the row's own code throws.
    static func bytes(of row: some Encodable) throws -> [UInt8]? {
        let encoding = RowEncoding()
        try encoding.append(row, at: encoding.line.place)
        return encoding.line.isGivenUp ? nil : encoding.line.bytes
    }

    /// Encodes a row, by Foundation's encoder where one pass is not enough.
    ///
    /// - Returns: JSON on one line, dates as in ISO 8601.
    /// - Throws: what the row's own code or the encoder throws.
    static func json(of row: some Encodable) throws -> [UInt8] {
        try bytes(of: row) ?? Array(JSONEncoder.rows.encode(row))
    }

    /// Appends a value of any type.
    ///
    /// - Parameters:
    ///   - value: encodes itself, unless it is one of those for which JSON has a usual form.
    ///   - place: where it comes; nothing is appended without one.
    /// - Throws: what the value's own code throws.
    func append<Value: Encodable>(_ value: Value, at place: RowPlace?) throws {
        guard let place else { return }
        // The type is asked first: a cast that fails costs as much as a field.
        if Self.isApart(Value.self), let value = value as? any RowPrimitive {
            return value.append(to: &line)
        }
        try value.encode(to: RowEncoder(encoding: self, place: place))
        line.end(at: place)
    }

    /// Whether a type says of itself, when it is asked, another thing than what is expected.
    private static func isApart(_ type: Any.Type) -> Bool {
        type == Date.self || type == Data.self || type == URL.self || type == Decimal.self
    }
}

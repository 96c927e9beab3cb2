import FoundationEssentials

/// Reads one JSON text into values; the only user of the decoder of FoundationEssentials.
enum JSONReading {
    /// Reads a value.
    ///
    /// - Parameters:
    ///   - type: what is expected.
    ///   - bytes: one JSON text.
    /// - Returns: the value; fields it does not name are ignored.
    /// - Throws: ``DecodingFailure/notUTF8``, ``DecodingFailure/malformed(_:)``, or
    ///   ``DecodingFailure/wrongField(_:)``.
    static func value<Value: Decodable>(
        _ type: Value.Type,
        from bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw failure(for: error)
        } catch {
            throw .malformed("the line cannot be read as JSON")
        }
    }

    /// Reads the fields of an event.
    ///
    /// - Parameter bytes: one JSON text.
    /// - Returns: the fields; for a type that is not known here the type alone.
    /// - Throws: as ``value(_:from:)``.
    static func fields(from bytes: some Collection<UInt8>) throws(DecodingFailure) -> WireFields {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        return try value(WireFields.self, from: bytes)
    }

    private static func failure(for error: DecodingError) -> DecodingFailure {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            .wrongField(path(context.codingPath))
        case .keyNotFound(let key, let context):
            .wrongField(path(context.codingPath + [key]))
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            .wrongField(path(context.codingPath))
        default:
            .malformed("the line cannot be read as JSON")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "(the object)" : keys.map(\.stringValue).joined(separator: ".")
    }
}

import ChatProtocol

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads JSON of a request.
enum JSONBody {
    /// The bytes are no UTF-8.
    struct NotUTF8: Error {}
    /// The bytes are no JSON.
    struct NotJSON: Error {}
    /// A field stands twice in one object.
    struct RepeatedField: Error {
        let name: String
    }

    /// A field that the object does not have.
    struct UnknownField: Error {
        let name: String
    }

    /// Reads a value.
    ///
    /// - Parameters:
    ///   - type: of the value, with no numbers but ``WireNumber``.
    ///   - known: the fields that it may have; `nil` ignores further ones.
    /// - Throws: ``NotUTF8``, ``NotJSON``, ``RepeatedField``, ``UnknownField``, or what the decoder
    ///   says.
    static func decoded<Value: Decodable>(
        _ type: Value.Type,
        _ bytes: [UInt8],
        known: BodyFields? = nil
    ) throws -> Value {
        guard !isWide(bytes), String(validating: bytes, as: UTF8.self) != nil else {
            throw NotUTF8()
        }
        // No zero byte is JSON; the decoder would take the text for UTF-16 or UTF-32.
        guard !bytes.contains(0), JSONGrammar.allows(bytes.span) else { throw NotJSON() }
        // What stands before this server may take the other one for it.
        if let name = JSONGrammar.repeatedName(in: bytes.span) { throw RepeatedField(name: name) }
        let data = Data(PlainNumbers.written(bytes))
        if let known {
            let names = try JSONDecoder().decode(BodyFields.self, from: data).names
            if let other = names.first(where: { !known.names.contains($0) }) {
                throw UnknownField(name: other)
            }
        }
        return try JSONDecoder().decode(type, from: data)
    }

    /// Whether a text is in UTF-16 or UTF-32, if it is JSON: that begins with a character of ASCII,
    /// which has a zero byte beside it there.
    ///
    /// - Returns: false for UTF-8, also where a zero byte stands further on.
    static func isWide(_ bytes: [UInt8]) -> Bool { bytes.prefix(2).contains(0) }
}

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

    /// Reads a value.
    ///
    /// - Parameters:
    ///   - type: of the value, with no numbers but ``WireNumber``; unknown fields are ignored.
    ///   - bytes: from anyone.
    /// - Returns: the value.
    /// - Throws: ``NotUTF8``, ``NotJSON``, or what the decoder says.
    static func decoded<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws -> Value {
        // With a zero byte the decoder would take it for UTF-16 or UTF-32.
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            throw NotUTF8()
        }
        guard JSONGrammar.allows(bytes.span) else { throw NotJSON() }
        return try JSONDecoder().decode(type, from: Data(PlainNumbers.written(bytes)))
    }
}

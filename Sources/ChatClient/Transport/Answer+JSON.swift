import ChatProtocol
import FoundationEssentials

extension Answer {
    /// The body is no JSON.
    private struct NotJSON: Error {}

    /// Reads the body as JSON.
    ///
    /// Each number of it stands for itself: the decoder would bring `1e-400` to 0.
    ///
    /// - Parameter type: of the value, with no numbers but ``WireNumber``; unknown fields are
    ///   ignored.
    /// - Throws: that it is no JSON, or what the decoder says.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard JSONGrammar.allows(body.span) else { throw NotJSON() }
        return try JSONDecoder().decode(type, from: Data(PlainNumbers.written(body)))
    }
}

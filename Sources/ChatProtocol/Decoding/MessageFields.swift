/// The fields of a message that somebody posts as JSON; others are ignored.
package struct MessageFields: Hashable, Sendable {
    package let text: String
    package let replyTo: WireNumber?
    package let kind: String?

    /// Why a text holds no message.
    package enum Failure: Error {
        case decoding(DecodingFailure)
        /// A number is none of those that may stand there.
        case number(WireNumber.OutOfBounds)
        /// A field stands twice.
        case repeated(String)
    }

    /// Reads a text that is one object.
    ///
    /// - Parameter utf8: one JSON text, from anyone.
    /// - Throws: ``Failure``.
    package init(json utf8: Span<UInt8>) throws(Failure) {
        let number: JSONValue?
        let repeated: String?
        do throws(DecodingFailure) {
            let fields = try JSONObject(utf8)
            repeated = fields.repeatedName
            number = fields.value(.replyTo)
            text = try fields.required(fields.string(.text, in: utf8), .text)
            kind = try fields.string(.kind, in: utf8)
        } catch {
            throw .decoding(error)
        }
        if let repeated { throw .repeated(repeated) }
        replyTo = number?.integer(in: utf8).flatMap(WireNumber.init)
        guard let number, replyTo == nil else { return }
        throw number.isNumber
            ? .number(.init(field: "replyTo")) : .decoding(.wrongField("replyTo"))
    }
}

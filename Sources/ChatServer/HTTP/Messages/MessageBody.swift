import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a post's body: `application/json` holds the fields, any other type is the text itself.
struct MessageBody {
    private static let lineBreakBytes = 2

    let limits: ServerLimits

    /// Reads the message.
    ///
    /// Suspends until the body has arrived whole.
    ///
    /// - Returns: a message within its bounds.
    /// - Throws: `4xx`; nothing of the body is kept.
    func message(of request: Request) async throws(Problem) -> SaidMessage {
        let type = try request.bodyType()
        let bytes = try await request.bytes(limit: limit(of: type)) { [limits] count in
            type.isJSON
                ? .bodyTooLong(limit: limits.bodyBytes, value: count)
                : .messageTooLong(limit: limits.messageBytes, value: count)
        }
        return try message(of: ByteBuffer(bytes: bytes), as: type)
    }

    /// The most bytes of a body; a text may have a line break behind it.
    ///
    /// - Returns: bytes.
    func limit(of type: BodyType) -> Int {
        type.isJSON ? limits.bodyBytes : limits.messageBytes + Self.lineBreakBytes
    }

    /// Reads the message of a body that has arrived whole.
    ///
    /// - Parameter body: within its ``limit(of:)``.
    /// - Returns: a message within its bounds.
    /// - Throws: `4xx`.
    func message(of body: ByteBuffer, as type: BodyType) throws(Problem) -> SaidMessage {
        let bytes = body.readableBytesView
        let message =
            type.isJSON ? try decode(Array(bytes)) : Message(text: try text(of: bytes, type))
        return try SaidMessage(message, byteLimit: limits.messageBytes)
    }

    private func text(of bytes: ByteBufferView, _ type: BodyType) throws(Problem) -> String {
        guard !type.disowns(bytes), var text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8
        }
        // `echo hi | curl --data-binary @-` means "hi"; a CRLF is one character.
        if !text.endsInPlainASCII, text.last?.isNewline == true { text.removeLast() }
        return text
    }

    private func decode(_ bytes: [UInt8]) throws(Problem) -> Message {
        let fields: MessageFields
        do throws(MessageFields.Failure) {
            fields = try MessageFields(json: bytes.span)
        } catch {
            throw problem(of: error, in: bytes)
        }
        let kind = fields.kind.flatMap(Message.Kind.init)
        guard fields.kind == nil || kind != nil else {
            throw .badBody(#"kind is "action" or left out"#)
        }
        return Message(text: fields.text, replyTo: fields.replyTo?.value, kind: kind)
    }

    private func problem(of failure: MessageFields.Failure, in bytes: [UInt8]) -> Problem {
        switch failure {
        case .number(let number): .badNumber(number)
        case .repeated(let name): .repeatedField(name)
        case .decoding(.notUTF8): .notUTF8
        case .decoding where JSONBody.isWide(bytes): .notUTF8
        case .decoding: .badBody(#"expected {"text":"…"} with replyTo and kind as they apply"#)
        }
    }
}

extension String {
    /// True when its last character is one of ASCII that can be seen, or a space.
    fileprivate var endsInPlainASCII: Bool {
        utf8.last.map { (0x20...0x7e).contains($0) } ?? false
    }
}

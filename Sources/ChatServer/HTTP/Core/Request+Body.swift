import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

extension Request {
    /// What the body is said to be.
    ///
    /// - Throws: `415 unsupported_type` for a form of several parts.
    func bodyType() throws(Problem) -> BodyType {
        try headers[.contentType].map { field throws(Problem) in try BodyType(field) } ?? BodyType()
    }

    /// Reads the whole body.
    ///
    /// Suspends until it has arrived.
    ///
    /// - Parameters:
    ///   - limit: the most bytes.
    ///   - tooLong: makes the problem of a body that has at least as many bytes as it is given.
    /// - Returns: the bytes.
    /// - Throws: that problem, or `400 bad_body` when the body is cut off or its chunks are none.
    func bytes(limit: Int, tooLong: (Int) -> Problem) async throws(Problem) -> [UInt8] {
        if let length = headers[.contentLength].flatMap(Int.init), length > limit {
            throw tooLong(length)
        }
        BodyInvitation.current?.send()
        var bytes: [UInt8] = []
        do {
            for try await buffer in body {
                bytes.append(contentsOf: buffer.readableBytesView)
                guard bytes.count <= limit else { throw tooLong(bytes.count) }
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .brokenBody(error)
        }
        return bytes
    }

    /// Reads a JSON body into a type.
    ///
    /// Suspends until it has arrived.
    ///
    /// - Parameters:
    ///   - type: what it holds.
    ///   - hint: what was expected, for a person: the names of all fields in quotation marks.
    ///   - ignoringOthers: whether it may have further fields. Where rights are given or taken it
    ///     may not: a wish that is misspelled would be granted as the widest one.
    /// - Returns: the value; `nil` for an empty body.
    /// - Throws: `400 bad_body`, `400 not_utf8`, `400 bad_parameter` for a number, or
    ///   `413 body_too_long`.
    func json<Value: Decodable>(
        _ type: Value.Type,
        _ limits: ServerLimits,
        hint: String,
        ignoringOthers: Bool = false
    ) async throws(Problem) -> Value? {
        let limit = limits.bodyBytes
        let bytes = try await bytes(limit: limit) { count in
            .bodyTooLong(limit: limit, value: count)
        }
        guard !bytes.isEmpty else { return nil }
        do {
            return try JSONBody.decoded(
                type,
                bytes,
                known: ignoringOthers ? nil : BodyFields(hint: hint)
            )
        } catch let number as WireNumber.OutOfBounds {
            throw .badNumber(number)
        } catch let span as SpanField.Malformed {
            throw .badParameter(span.field, SpanField.words)
        } catch let field as JSONBody.RepeatedField {
            throw .repeatedField(field.name)
        } catch let field as JSONBody.UnknownField {
            let name = SafeText(field.name).singleLine.prefix(64)
            throw .badBody("there is no field \(name); expected \(hint)")
        } catch is JSONBody.NotUTF8 {
            throw .notUTF8
        } catch {
            throw .badBody("expected \(hint)")
        }
    }

    /// Reads a JSON body into a type, as ``json(_:_:hint:)`` does, where there must be one.
    ///
    /// Suspends until it has arrived.
    ///
    /// - Parameters:
    ///   - type: what it holds.
    ///   - hint: what was expected, for a person: the names of all fields in quotation marks.
    ///   - ignoringOthers: whether it may have further fields. Where rights are given or taken it
    ///     may not: a wish that is misspelled would be granted as the widest one.
    /// - Throws: what that throws, and `400 bad_body` for an empty body.
    func neededJSON<Value: Decodable>(
        _ type: Value.Type,
        _ limits: ServerLimits,
        hint: String,
        ignoringOthers: Bool = false
    ) async throws(Problem) -> Value {
        guard
            let value = try await json(
                type,
                limits,
                hint: hint,
                ignoringOthers: ignoringOthers
            )
        else {
            throw .badBody("expected \(hint)")
        }
        return value
    }

    private struct Reasoned: Decodable {
        var reason: WordsField?
    }

    /// Reads why something is taken away: by the parameter `reason`, or by a JSON body.
    ///
    /// Suspends until the body has arrived.
    ///
    /// - Returns: the parameter's where both say one; `nil` where none does.
    /// - Throws: `400 bad_parameter` for one that is too long, or what ``json(_:_:hint:)`` throws.
    func reason(_ limits: ServerLimits) async throws(Problem) -> String? {
        let hint = #"{"reason"?}"#
        let body = try await json(Reasoned.self, limits, hint: hint, ignoringOthers: true)
        let reason = try QueryParameters(self).reason(limits) ?? body?.reason?.said
        try limits.check(reason: reason)
        return reason
    }
}

extension Problem {
    /// A body that did not come to its end: it was cut off, or has chunks that are none.
    ///
    /// - Parameter rest: what became of what had come.
    /// - Returns: `400 bad_body`.
    static func brokenBody(_ error: any Error, _ rest: String? = "nothing was done") -> Problem {
        let isCutOff =
            switch error as? HTTPParserError {
            case nil, .invalidEOFState, .closedConnection: true
            default: false
            }
        let cause = isCutOff ? "it was cut off" : "its chunks cannot be read"
        return .badBody(rest.map { "\(cause); \($0)" } ?? cause)
    }
}

package import ChatProtocol
import NIOHTTP1

/// Posts one message, or changes one, at a time.
package struct Poster: Sendable {
    private let transport: Transport

    /// Makes one.
    ///
    /// - Parameter transport: the way to the server.
    package init(over transport: Transport) {
        self.transport = transport
    }

    /// Whether what somebody said can be sent now: nothing is sent under another's name.
    ///
    /// - Parameter speaker: who said it; `nil` is not known.
    /// - Returns: `false` while somebody else is signed in.
    package func speaks(as speaker: MemberName?) -> Bool { transport.proof(of: speaker) != nil }

    /// Tries once to post a message or to change one.
    ///
    /// Suspends until the server answered or did not.
    ///
    /// - Parameters:
    ///   - message: what to post; its key makes a repetition safe: that of an edit which was made
    ///     already does not undo a later one.
    ///   - isSure: whether the message that it answers or changes is still the one that was meant;
    ///     if not, that is looked at first.
    package func post(_ message: OutgoingMessage, isSure: Bool = false) async -> PostVerdict {
        guard let proof = transport.proof(of: message.speaker) else {
            return .later(.refused(.otherSpeaker))
        }
        if !isSure, let verdict = await verdictOnTarget(of: message) { return verdict }
        var request = Self.request(for: message)
        request.proof = proof
        do throws(CallFailure) {
            let answer = try await transport.answer(to: request, over: .posts)
            return .posted(try event(for: message, in: answer))
        } catch .refused(let problem) where problem.isPermanent && problem.isExplained {
            return .refused(problem)
        } catch {
            return await verdict(onStranger: error)
        }
    }

    /// Tells a page in a server's place from a proxy that lets all but this message through: one
    /// message that it never takes would hold up all others.
    private func verdict(onStranger failure: CallFailure) async -> PostVerdict {
        let status: Int
        switch failure {
        case .unreachable(.stranger(_, let told)): status = told
        case .refused(let problem) where problem.isPermanent: status = problem.status
        default: return .later(failure)
        }
        // With 401 and 407 a proxy asks who one is.
        guard 400..<500 ~= status, status != 401, status != 407,
            await transport.isBurble() == true
        else { return .later(failure) }
        return .refused(.unexplained(status: status, from: transport.server))
    }

    /// Looks whether another message has the number of the one that is meant: the log may be
    /// another one by now, or one of a backup.
    ///
    /// - Returns: `nil` if nothing speaks against the post; one that is gone the server tells.
    private func verdictOnTarget(of message: OutgoingMessage) async -> PostVerdict? {
        guard let about = message.about, let seq = message.change?.target ?? message.replyTo else {
            return nil
        }
        let calls = ServerCalls(over: transport, as: message.speaker)
        do throws(CallFailure) {
            let found = try await calls.message(seq, in: message.room)
            guard let found, found.at != about else { return nil }
            return .refused(.otherMessage(seq))
        } catch .refused(let problem) where problem.isPermanent && problem.isExplained {
            return nil
        } catch {
            return .later(error)
        }
    }

    private static func request(for message: OutgoingMessage) -> Request {
        var request = message.change.map { Self.request(for: $0, of: message) } ?? post(of: message)
        request.headers.append((Request.idempotencyKey, message.key))
        return request
    }

    private static func request(for change: MessageChange, of message: OutgoingMessage) -> Request {
        let path = Request.path(of: message.room, "/messages/\(change.target)")
        let speaker = message.speaker
        switch change.kind {
        case .edit:
            let json = json { $0.field("text", message.text) }
            return Request(method: .PATCH, path: path, speaker: speaker, json: json)
        case .delete:
            let why = message.text.isEmpty ? "" : "?reason=\(message.text.percentEncoded)"
            return wordless(.DELETE, path + why, speaker)
        case .react(let emoji, let isOn):
            let path = "\(path)/reactions/\(emoji.percentEncoded)"
            return wordless(isOn ? .PUT : .DELETE, path, speaker)
        }
    }

    /// A request whose answer has no body.
    private static func wordless(
        _ method: HTTPMethod,
        _ path: String,
        _ speaker: MemberName?
    ) -> Request {
        var request = Request(method: method, path: path, speaker: speaker)
        request.expectation = .nothing
        return request
    }

    private static func post(of message: OutgoingMessage) -> Request {
        let json = json { fields in
            fields.field("text", message.text)
            fields.field("replyTo", message.replyTo)
            fields.field("kind", message.kind?.rawValue)
        }
        return Request(
            method: .POST,
            path: Request.path(of: message.room, "/messages"),
            speaker: message.speaker,
            json: json
        )
    }

    private static func json(_ fields: (inout JSONWriter) -> Void) -> [UInt8] {
        var json: [UInt8] = []
        JSONWriter.append(to: &json) { $0.object(fields) }
        return json
    }

    /// The message by which an answer acknowledges what was asked; `nil` for what has none.
    ///
    /// Other words acknowledge nothing: whatever listens at an address answers with 200.
    private func event(
        for message: OutgoingMessage,
        in answer: Answer
    ) throws(CallFailure) -> DurableEvent? {
        switch message.change?.kind {
        case .delete?, .react?: return nil
        case .edit?, nil: break
        }
        // What cannot be read is no event.
        guard case .durable(let event)? = try? Event(json: answer.body), event.shows(message)
        else { throw .unreachable(.stranger(transport.server, status: answer.status)) }
        return event
    }
}

extension DurableEvent {
    /// Whether it is what was posted, or the message that was changed.
    fileprivate func shows(_ posted: OutgoingMessage) -> Bool {
        guard case .message(let message) = content, seq <= WireNumber.maximum else { return false }
        if let change = posted.change { return seq == change.target }
        // Whoever answers with another key knows nothing of this message.
        if let key = message.key { return key == posted.key }
        return room == posted.room
    }
}

extension Problem {
    /// What is said in place of the server where a number is another message's by now.
    fileprivate static func otherMessage(_ seq: Int64) -> Problem {
        Problem(
            status: 409,
            code: "other_message",
            title: "Another message",
            detail: "message \(seq) is another one now"
        )
    }

    /// What is said of a message whose speaker is not the one who is signed in.
    fileprivate static let otherSpeaker = Problem(
        status: 403,
        code: "other_speaker",
        title: "Another speaker",
        detail: "somebody else is signed in"
    )
}

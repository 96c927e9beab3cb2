package import ChatProtocol
import NIOHTTP1

/// What a client asks of a server beside its stream and its messages: each a question with one
/// answer, none repeated by itself.
///
/// Every function suspends until the answer is there or has failed.
package struct ServerCalls: Sendable {
    let transport: Transport
    let speaker: MemberName?

    /// Who is signed in; `nil` is a guest.
    package var signedInName: MemberName? { transport.isSignedIn ? speaker : nil }
    /// The connections that are asked over.
    package var way: Transport { transport }

    /// Makes the calls of one member.
    ///
    /// - Parameters:
    ///   - transport: the way to the server.
    ///   - speaker: who asks; `nil` is a reader without a name.
    package init(over transport: Transport, as speaker: MemberName?) {
        self.transport = transport
        self.speaker = speaker
    }

    /// The rooms that the caller may see.
    ///
    /// - Throws: why they did not come.
    package func rooms() async throws(CallFailure) -> [RoomSummary] {
        struct Rooms: Decodable {
            var rooms: Understood<RoomSummary>
        }
        return try await value(Rooms.self, at: "/rooms").rooms.entries
    }

    /// The members of a room.
    ///
    /// - Returns: in the server's order; none of a room that nobody has written to.
    /// - Throws: why they did not come.
    package func members(of room: RoomName) async throws(CallFailure) -> [MemberSummary] {
        struct Members: Decodable {
            var members: Understood<MemberSummary>
        }
        do throws(CallFailure) {
            return try await value(Members.self, at: Request.path(of: room, "/members")).members
                .entries
        } catch  where error.isOfUnwrittenRoom {
            return []
        }
    }

    /// Changes a room's topic.
    ///
    /// - Parameter topic: the new one, empty for none.
    /// - Throws: why it did not change.
    package func setTopic(_ topic: String, of room: RoomName) async throws(CallFailure) {
        try await send(.PUT, to: Request.path(of: room)) { $0.field("topic", topic) }
    }

    /// Notes how far the caller has read.
    ///
    /// - Parameters:
    ///   - seq: the newest event read, 1 or more.
    ///   - isShown: whether members of the room may see it who show theirs.
    /// - Throws: why it was not noted.
    package func markRead(
        upTo seq: Int64,
        in room: RoomName,
        isShown: Bool = false
    ) async throws(CallFailure) {
        try await send(.PUT, to: Request.path(of: room, "/read")) { fields in
            fields.field("seq", seq)
            if isShown { fields.field("shown", true) }
        }
    }

    /// Tells the others that the caller is typing.
    ///
    /// - Throws: why it was not told.
    package func sayTyping(in room: RoomName) async throws(CallFailure) {
        try await send(.POST, to: Request.path(of: room, "/typing")) { _ in }
    }

    /// Asks for a value.
    ///
    /// - Throws: why it did not come.
    func value<Value: Decodable>(
        _ type: Value.Type,
        at path: String
    ) async throws(CallFailure) -> Value {
        try await value(type, by: Request(path: path, speaker: speaker))
    }

    /// Makes something.
    ///
    /// - Throws: why it was not made.
    func make<Value: Decodable>(
        _ type: Value.Type,
        at path: String,
        fields: (inout JSONWriter) -> Void
    ) async throws(CallFailure) -> Value {
        var json: [UInt8] = []
        JSONWriter.append(to: &json) { $0.object(fields) }
        let request = Request(method: .POST, path: path, speaker: speaker, json: json)
        return try await value(type, by: request)
    }

    private func value<Value: Decodable>(
        _ type: Value.Type,
        by request: Request
    ) async throws(CallFailure) -> Value {
        let answer = try await transport.answer(to: request)
        do {
            return try answer.decoded(type)
        } catch {
            throw notUnderstood
        }
    }

    /// What is said of an answer that is none.
    var notUnderstood: CallFailure {
        .unreachable(.badAnswer(transport.server, "it is not understood"))
    }

    /// Takes something away.
    ///
    /// - Parameter code: of the refusal that says that it is not there.
    /// - Returns: false where it was not there.
    /// - Throws: why it is still there.
    func remove(_ path: String, orIs code: String) async throws(CallFailure) -> Bool {
        var request = Request(method: .DELETE, path: path, speaker: speaker)
        request.expectation = .nothing
        do throws(CallFailure) {
            _ = try await transport.answer(to: request)
            return true
        } catch .refused(let problem) where problem.code == code {
            return false
        } catch {
            throw error
        }
    }

    /// Asks for something to be done whose answer is of no interest.
    ///
    /// - Throws: why it was not done.
    func send(
        _ method: HTTPMethod,
        to path: String,
        fields: (inout JSONWriter) -> Void
    ) async throws(CallFailure) {
        var json: [UInt8] = []
        JSONWriter.append(to: &json) { $0.object(fields) }
        var request = Request(method: method, path: path, speaker: speaker, json: json)
        request.expectation = .done
        _ = try await transport.answer(to: request)
    }
}

import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// Edits, deletions and reactions: `PATCH|DELETE /rooms/{room}/messages/{seq}` and
/// `PUT|DELETE /rooms/{room}/messages/{seq}/reactions/{emoji}`.
///
/// Source: docs/API.md, section 5.
struct AmendmentRoutes {
    let house: House

    /// Adds the addresses of reactions; those of a message are ``MessageRoutes``'.
    ///
    /// - Parameter routes: the table.
    func add(to routes: Routes) {
        routes.at(
            "/rooms/{room}/messages/{seq}/reactions/{emoji}",
            [.put: putReaction, .delete: dropReaction]
        )
    }

    // MARK: - The message

    /// Changes a message's text.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - request: with the text as in a post.
    ///   - context: names the message.
    /// - Returns: `200` with the message as it is now.
    /// - Throws: a problem for the client.
    @Sendable func edit(_ request: Request, _ context: ChatContext) async throws -> Response {
        let posting = try posting(request, context)
        let seq = try context.seq()
        try posting.admit()
        let message = try await MessageBody(limits: house.limits).message(of: request)
        try await amend(.edit(text: message.text), of: seq, as: posting, request)
        return try await Self.answer(house: house, room: posting.room, seq: seq)
    }

    /// Deletes a message.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - request: without a body.
    ///   - context: names the message.
    /// - Returns: `204`, also when it was deleted already.
    /// - Throws: a problem for the client.
    @Sendable func delete(_ request: Request, _ context: ChatContext) async throws -> Response {
        try await respond(request, context, with: .delete)
    }

    /// The answer that shows a message as it is now.
    ///
    /// Suspends to read it.
    ///
    /// - Parameters:
    ///   - house: the server's parts.
    ///   - room: one that exists.
    ///   - seq: of the message.
    /// - Returns: `200` with the message.
    /// - Throws: `404 message_not_found`, or the store's problem.
    static func answer(
        house: House,
        room: RoomName,
        seq: Int64
    ) async throws(Problem) -> Response {
        let event = try await attempt { () async throws(StoreError) in
            try await house.store.event(room: room, seq: seq, view: .now)
        }
        guard let event, case .message = event.content else { throw .noSuchMessage(seq) }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .json { event.appendJSON(to: &$0) }
        )
    }

    // MARK: - Reactions

    @Sendable private func putReaction(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        try await respond(request, context, with: .react(context.emoji(), on: true))
    }

    @Sendable private func dropReaction(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        try await respond(request, context, with: .react(context.emoji(), on: false))
    }

    // MARK: - All of them

    private func respond(
        _ request: Request,
        _ context: ChatContext,
        with change: Amendment.Change
    ) async throws(Problem) -> Response {
        let posting = try posting(request, context)
        let seq = try context.seq()
        try posting.admit()
        try await amend(change, of: seq, as: posting, request)
        return Response(status: .noContent)
    }

    private func posting(_ request: Request, _ context: ChatContext) throws(Problem) -> Posting {
        let name = try context.room()
        let identity = try house.identity(request.headers[.authorization])
        guard house.rooms.room(named: name) != nil else { throw .roomNotFound(name) }
        return try Posting(
            house: house,
            room: name,
            author: identity.author,
            key: request.headers[.idempotencyKey]
        )
    }

    private func amend(
        _ change: Amendment.Change,
        of seq: Int64,
        as posting: Posting,
        _ request: Request
    ) async throws(Problem) {
        let identity = try house.identity(request.headers[.authorization])
        let amendment = Amendment(
            change,
            of: seq,
            in: posting.room,
            by: posting.author,
            key: posting.key,
            isOperator: identity.isOperator
        )
        let amended = try await attempt { () async throws(StoreError) in
            try await house.store.amend(amendment)
        }
        guard case .refused(let refusal) = amended else { return }
        throw Problem(refusal, of: seq)
    }
}

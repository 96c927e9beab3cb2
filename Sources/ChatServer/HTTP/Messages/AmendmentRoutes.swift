import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird

/// Edits, deletions and reactions: `PATCH|DELETE /rooms/{room}/messages/{seq}` and
/// `PUT|DELETE /rooms/{room}/messages/{seq}/reactions/{emoji}`.
///
/// Source: docs/API.md, section 5.
struct AmendmentRoutes {
    let services: Services

    /// Adds the addresses of reactions; those of a message are ``MessageRoutes``'.
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
    /// - Parameter request: with the text as in a post.
    /// - Returns: `200` with the message as it is now.
    /// - Throws: a problem for the client.
    func edit(_ request: Request, _ context: ChatContext) async throws -> Response {
        let (posting, seq) = try await posting(request, context, takesBack: false)
        let said = try await MessageBody(limits: services.limits).message(of: request)
        try posting.writer.charge()
        let edit = Amendment.Change.edit(text: said.message.text)
        try await posting.writer.amend(edit, of: seq, key: posting.key)
        return Self.answer(try await posting.writer.message(seq))
    }

    /// Deletes a message.
    ///
    /// Suspends until it is durable.
    ///
    /// - Returns: `204`, also when it was deleted already.
    /// - Throws: a problem for the client.
    func delete(_ request: Request, _ context: ChatContext) async throws -> Response {
        let (posting, seq) = try await posting(request, context, takesBack: true)
        let reason = try await request.reason(services.limits)
        try posting.writer.charge()
        try await posting.writer.amend(.delete, of: seq, key: posting.key, reason: reason)
        return Response(status: .noContent)
    }

    /// The answer that shows a message as it is now.
    ///
    /// - Returns: `200` with the message.
    static func answer(_ event: DurableEvent) -> Response {
        .json(body: .json { event.appendJSON(to: &$0) })
    }

    // MARK: - Reactions

    private func putReaction(_ request: Request, _ context: ChatContext) async throws -> Response {
        try await react(request, context, on: true)
    }

    private func dropReaction(_ request: Request, _ context: ChatContext) async throws -> Response {
        try await react(request, context, on: false)
    }

    private func react(
        _ request: Request,
        _ context: ChatContext,
        on: Bool
    ) async throws(Problem) -> Response {
        let (posting, seq) = try await posting(request, context, takesBack: !on)
        let emoji = try context.emoji(isNew: on)
        try posting.writer.charge()
        try await posting.writer.amend(.react(emoji, on: on), of: seq, key: posting.key)
        return Response(status: .noContent)
    }

    // MARK: - All of them

    /// Who changes which message.
    private func posting(
        _ request: Request,
        _ context: ChatContext,
        takesBack: Bool
    ) async throws(Problem) -> (posting: Posting, seq: Int64) {
        let caller = try await services.gate.caller(request, context)
        let writer = try await services.gate.writer(
            in: context.room(),
            caller,
            // A mute keeps nobody from taking back.
            takesBack ? [.takesBack, .evenMuted] : []
        )
        let posting = try Posting(writer, key: request.headers[.idempotencyKey])
        return (posting, try context.seq())
    }
}

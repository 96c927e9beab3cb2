import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST` and `GET /rooms/{room}/messages`, and one message by its `seq`.
///
/// Source: docs/API.md, section 5.
struct MessageRoutes {
    let house: House

    /// Adds the addresses.
    ///
    /// - Parameter routes: the table.
    func add(to routes: Routes) {
        routes.at("/rooms/{room}/messages", [.get: list, .post: post])
        routes.at("/rooms/{room}/messages/{seq}", [.get: show])
    }

    // MARK: - Post

    @Sendable private func post(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let author = try Identity(authorization: request.headers[.authorization]).author
        let key = try idempotencyKey(of: request)
        try house.admit()
        try spend(for: author)
        var message = try await MessageBody(limits: house.limits).message(of: request)
        message.key = key
        let room = try await house.rooms.room(making: name)
        let draft = Draft(room: name, user: author, content: .message(message), key: key)
        return answer(try await room.post(draft))
    }

    private func idempotencyKey(of request: Request) throws(Problem) -> String? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        let isPrintable = key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard isPrintable, (1...Limits.keyBytes).contains(key.utf8.count) else { throw .badKey }
        return key
    }

    private func spend(for author: MemberName) throws(Problem) {
        let wait = house.limiter.take(for: author, now: house.uptime())
        guard wait > .zero else { return }
        throw .rateLimited(perSecond: house.limits.messagesPerSecond, wait: wait)
    }

    private func answer(_ appended: Appended) -> Response {
        let event = appended.event
        let status: HTTPResponse.Status
        switch appended {
        case .new: status = .created
        case .known: status = .ok
        }
        return Response(
            status: status,
            headers: [
                .contentType: "application/json",
                .location: "/rooms/\(event.room)/messages/\(event.seq)",
            ],
            body: .json { event.appendJSON(to: &$0) }
        )
    }

    // MARK: - Read

    @Sendable private func show(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let seq = try context.seq()
        guard house.rooms.room(named: name) != nil else { throw Problem.roomNotFound(name) }
        let event = try await attempt { () async throws(StoreError) in
            try await house.store.event(room: name, seq: seq)
        }
        guard let event, case .message = event.content else { throw Problem.noSuchMessage(seq) }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .json { event.appendJSON(to: &$0) }
        )
    }

    @Sendable private func list(
        _ request: Request,
        _ context: ChatContext
    ) async throws -> Response {
        let name = try context.room()
        let parameters = QueryParameters(request)
        _ = try Identity(authorization: request.headers[.authorization])
        guard house.rooms.room(named: name) != nil else { throw Problem.roomNotFound(name) }
        let format = parameters["format"]
        guard format == nil || format == "json" else {
            return try await LogReading(house: house, room: name, parameters: parameters)
                .response(to: request, context, onlyMessages: true)
        }
        let page = try HistoryPage(house: house, room: name, parameters: parameters)
        return try await page.response()
    }
}

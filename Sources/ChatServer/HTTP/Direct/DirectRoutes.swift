import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import StreamingHTTP

/// The two requests that come by the thousand, answered on the event loop: a post to a room, and a
/// stream.
///
/// Whatever is out of the ordinary about one leaves it to the router, which answers the same.
struct DirectRoutes: DirectResponder {
    let house: House
    let streams: StreamRoutes

    /// Begins with a connection.
    ///
    /// - Returns: what picks posts and streams among its requests.
    func session() -> any DirectSession {
        Session(routes: self)
    }

    /// One connection, and what its last post said of where and who.
    private final class Session: DirectSession {
        private let routes: DirectRoutes
        private var path: (uri: String, room: Room?, name: RoomName)?
        private var author: (authorization: String?, name: MemberName)?

        init(routes: DirectRoutes) {
            self.routes = routes
        }

        func way(of head: HTTPRequestHead) -> DirectWay {
            switch head.method {
            case .POST: post(head) ?? .framework
            case .GET: routes.stream(head) ?? .framework
            default: .framework
            }
        }

        private func post(_ head: HTTPRequestHead) -> DirectWay? {
            guard let path = path(of: head.uri) else { return nil }
            let fields = DirectFields(head.headers)
            let body = MessageBody(limits: routes.house.limits)
            guard !fields.isUnusual, let length = fields.contentLength,
                length <= body.limit(isJSON: fields.isJSON),
                let author = author(of: fields.authorization),
                let posting = try? Posting(
                    house: routes.house,
                    room: path.name,
                    author: author,
                    key: fields.idempotencyKey
                )
            else {
                // The router finds the same fault, and says which.
                return nil
            }
            return routes.answer(posting, in: path.room, body, isJSON: fields.isJSON)
        }

        private func path(of uri: String) -> (room: Room?, name: RoomName)? {
            if let path, path.uri == uri, let room = path.room { return (room, path.name) }
            guard let name = DirectPath(uri, under: "rooms", ending: "messages")?.room else {
                return nil
            }
            // A room that is not there is made by the commit of its first post.
            let room = routes.house.rooms.room(named: name)
            path = (uri, room, name)
            return (room, name)
        }

        private func author(of authorization: String?) -> MemberName? {
            if let author, author.authorization == authorization { return author.name }
            // What names nobody is for the router to refuse.
            guard let name = try? routes.house.identity(authorization).author else { return nil }
            author = (authorization, name)
            return name
        }
    }

    // MARK: - Posts

    private func answer(
        _ posting: Posting,
        in room: Room?,
        _ body: MessageBody,
        isJSON: Bool
    ) -> DirectWay {
        .answer { bytes, reply in
            do throws(Problem) {
                try posting.admit()
                let message = try body.message(of: bytes, isJSON: isJSON)
                let draft = posting.draft(of: message)
                try (room?.facts ?? RoomFacts(new: draft.room)).admit(draft)
                append(draft, reply)
            } catch {
                reply.send { DirectResponse(error) }
            }
        }
    }

    private func append(_ draft: Draft, _ reply: DirectReply) {
        let start = ContinuousClock.now
        let tally = house.sampler.tally
        house.store.append(draft) { result in
            if case .success = result { tally.posted(in: start.duration(to: .now)) }
            reply.send {
                switch result {
                case .success(let appended): DirectResponse(appended)
                case .failure(let error): DirectResponse(.telling(error))
                }
            }
        }
    }

    // MARK: - Streams

    fileprivate func stream(_ head: HTTPRequestHead) -> DirectWay? {
        let room = DirectPath(head.uri, under: "rooms", ending: "stream")?.room
        guard room != nil || head.uri == "/stream" || head.uri.hasPrefix("/stream?"),
            !DirectFields(head.headers).isUnusual,
            // What is no request is for the router to refuse.
            let request = try? HTTPRequest(head, secure: false, splitCookie: false)
        else { return nil }
        let whole = Request(head: request, body: RequestBody(buffer: ByteBuffer()))
        do throws(Problem) {
            if let stream = try streams.openAtOnce(whole, room: room) {
                return .streamAtOnce { begin(stream, $0) }
            }
        } catch {
            return .streamAtOnce { $0.refuse(with: DirectResponse(error)) }
        }
        return .stream { opening in
            do throws(Problem) {
                begin(try await streams.open(whole, room: room), opening)
            } catch {
                opening.refuse(with: DirectResponse(error))
            }
        }
    }

    private func begin(_ stream: StreamRequest, _ opening: DirectOpening) {
        do throws(Problem) {
            try house.attendance.began(stream.member, in: stream.rooms)
        } catch {
            return opening.refuse(with: DirectResponse(error))
        }
        let delivery = house.delivery
        // Held for as long as the stream lasts: so no more than is needed, and nothing for nobody.
        let ended = house.attendance.farewell(of: stream.member, from: stream.rooms)
        opening.stream(contentType: stream.encoding.format.mediaType) { body, loop in
            delivery.open(stream, in: body, on: loop, whenEnded: ended)
        }
    }
}

extension DirectResponse {
    /// The answer to a post that is in the log.
    ///
    /// - Parameter appended: the event, new or known by its key.
    fileprivate init(_ appended: Appended) {
        let answer = Posting.answer(to: appended)
        self.init(
            // As the status is described, which costs more than it says.
            status: answer.status == .created ? "201 Created" : "200 OK",
            fields: [("Content-Type", "application/json"), ("Location", answer.location)],
            body: answer.body
        )
    }

    /// The answer that tells a problem, as the router's does.
    ///
    /// - Parameter problem: what went wrong.
    init(_ problem: Problem) {
        var body: [UInt8] = []
        problem.appendJSON(to: &body)
        body.append(UInt8(ascii: "\n"))
        let response = Response(problem)
        let words = HTTPResponseStatus(statusCode: problem.status).reasonPhrase
        self.init(
            status: "\(problem.status) \(words)",
            fields: response.headers.filter { $0.name != .contentLength }
                .map { ($0.name.rawName, $0.value) },
            body: body
        )
    }
}

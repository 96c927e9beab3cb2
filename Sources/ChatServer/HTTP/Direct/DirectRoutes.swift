import ChatProtocol
import ChatStore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import StreamingHTTP

/// The two requests that come by the thousand, answered on the event loop: a post to a room, and a
/// stream.
///
/// Whatever is out of the ordinary about one leaves it to the router, which answers the same. A
/// class, since each answer holds it until it is made.
final class DirectRoutes: DirectResponder {
    private let services: Services
    private let streams: StreamRoutes
    private let logger: Logger
    private var body: MessageBody { MessageBody(limits: services.limits) }

    /// Makes what answers at an address.
    ///
    /// - Parameter services: as those see them who come in there.
    init(services: Services, streams: StreamRoutes, logger: Logger) {
        self.services = services
        self.streams = streams
        self.logger = logger
    }

    /// Begins with a connection.
    ///
    /// - Returns: what picks posts and streams among its requests.
    func session(with peer: SocketAddress?) -> any DirectSession {
        Session(routes: self, peer: peer)
    }

    /// One connection, and what its last post said of where and who.
    private final class Session: DirectSession {
        /// Who the last request's credentials were found to be, and when.
        private struct Known {
            let authorization: String?
            let caller: Caller
            /// Of the accounts; what was found before a change of them is forgotten.
            let version: Int
            /// When a token may have ended.
            let until: NIODeadline
        }

        private static let knownTime = TimeAmount.seconds(1)

        private let routes: DirectRoutes
        private let address: String
        private var path: (uri: String, name: RoomName)?
        private var known: Known?

        init(routes: DirectRoutes, peer: SocketAddress?) {
            self.routes = routes
            address = ClientNetwork.key(of: peer)
        }

        func way(of head: HTTPRequestHead) -> DirectWay {
            switch head.method {
            case .POST: post(head) ?? .framework
            case .GET: stream(head) ?? .framework
            default: .framework
            }
        }

        private func post(_ head: HTTPRequestHead) -> DirectWay? {
            guard let room = path(of: head.uri) else { return nil }
            let fields = DirectFields(head.headers)
            guard !fields.isUnusual, let length = fields.contentLength,
                length <= routes.body.limit(of: fields.type),
                let caller = caller(of: fields.authorization),
                !routes.services.gate.mustLearn(room, caller)
            else {
                // The router finds the same fault, and says which; it may ask the log too.
                return nil
            }
            // The body may come long after the head.
            let mark = routes.services.gate.mark(of: room)
            return .answer { [routes] bytes, reply in
                reply.span?.name(route: MessageRoutes.path)
                var left: Charge?
                do throws(Problem) {
                    let gate = routes.services.gate
                    try gate.chargeAddress(caller.address)
                    left = try gate.chargeAccount(of: caller)
                    let writer = try gate.writerAtOnce(
                        in: room,
                        caller,
                        fields.idempotencyKey == nil ? .makes : [.makes, .evenMuted]
                    )
                    guard writer.isIn(mark) else { throw .roomNotFound(room) }
                    let posting = try Posting(writer, key: fields.idempotencyKey)
                    let message = try routes.body.message(of: bytes, as: fields.type)
                    left = try writer.charge() ?? left
                    let draft = posting.draft(of: message)
                    if draft.makesRoom { try gate.chargeRoom(draft.room, caller) }
                    routes.append(try writer.judged(draft), by: writer, left, reply)
                } catch {
                    let told = left ?? routes.left(of: caller)
                    reply.send { DirectResponse(error, told) }
                }
            }
        }

        private func stream(_ head: HTTPRequestHead) -> DirectWay? {
            let fields = DirectFields(head.headers)
            guard !fields.isUnusual, let caller = caller(of: fields.authorization) else {
                return nil
            }
            return routes.stream(head, caller)
        }

        private func path(of uri: String) -> RoomName? {
            if let path, path.uri == uri { return path.name }
            guard let name = DirectPath(uri, under: "rooms", ending: "messages")?.room else {
                return nil
            }
            path = (uri, name)
            return name
        }

        private func caller(of authorization: String?) -> Caller? {
            let gate = routes.services.gate
            let version = gate.accounts.version
            if let known, known.authorization == authorization, known.version == version,
                known.until > .now()
            {
                return known.caller
            }
            // What names nobody, and a password, are for the router.
            guard let caller = try? gate.callerAtOnce(authorization, from: address) else {
                return nil
            }
            known = Known(
                authorization: authorization,
                caller: caller,
                version: version,
                until: .now() + Self.knownTime
            )
            return caller
        }
    }

    // MARK: - Posts

    fileprivate func left(of caller: Caller) -> Charge? {
        let gate = services.gate
        return gate.rates.left(of: caller.address, now: gate.uptime())
    }

    fileprivate func append(
        _ draft: JudgedDraft,
        by writer: Writer,
        _ left: Charge?,
        _ reply: DirectReply
    ) {
        let start = ContinuousClock.now
        let tally = services.sampler.tally
        writer.post(draft, below: reply.span) { result in
            switch result {
            case .success(let appended):
                tally.posted(in: start.duration(to: .now))
                reply.send {
                    var response = DirectResponse(appended)
                    response.fields += (left?.fields ?? []).map { ($0.name.rawName, $0.value) }
                    return response
                }
            case .failure(let error):
                reply.send {
                    let log = RequestLog.of(self.logger, called: reply.requestID)
                    return DirectResponse(.logging(error, in: log), left)
                }
            }
        }
    }

    // MARK: - Streams

    fileprivate func stream(_ head: HTTPRequestHead, _ caller: Caller) -> DirectWay? {
        let room = DirectPath(head.uri, under: "rooms", ending: "stream")?.room
        guard room != nil || head.uri == "/stream" || head.uri.hasPrefix("/stream?"),
            // What is no request is for the router to refuse.
            let request = try? HTTPRequest(head, secure: false, splitCookie: false)
        else { return nil }
        let whole = Request(head: request, body: RequestBody(buffer: ByteBuffer()))
        // A ticket is taken once, by the router.
        let parameters = QueryParameters(whole)
        guard parameters["ticket"] == nil else { return nil }
        let route = room == nil ? StreamRoutes.path : StreamRoutes.roomPath
        do throws(Problem) {
            if let stream = try streams.openAtOnce(whole, parameters, caller, room: room) {
                return .streamAtOnce { opening in
                    opening.span?.name(route: route)
                    self.begin(stream, opening)
                }
            }
        } catch {
            return .streamAtOnce { opening in
                opening.span?.name(route: route)
                opening.refuse(with: DirectResponse(error))
            }
        }
        return .stream { opening in
            opening.span?.name(route: route)
            do throws(Problem) {
                let log = RequestLog.of(self.logger, called: opening.requestID)
                let stream = try await RequestLog.during(log) { () async throws(Problem) in
                    try await self.streams.open(whole, parameters, caller, room: room)
                }
                self.begin(stream, opening)
            } catch {
                opening.refuse(with: DirectResponse(error))
            }
        }
    }

    private func begin(_ stream: StreamRequest, _ opening: DirectOpening) {
        do throws(Problem) {
            try services.presence.began(stream.member, in: stream.presentRooms)
        } catch {
            return opening.refuse(with: DirectResponse(error))
        }
        let delivery = services.delivery
        // Held for as long as the stream lasts: so no more than is needed, and nothing for nobody.
        let ended = services.presence.endHandler(for: stream.member)
        opening.stream(contentType: stream.encoding.format.mediaType) { body, loop in
            delivery.open(stream, in: body, on: loop, whenEnded: ended)
        }
    }
}

extension DirectResponse {
    /// The answer to a post that is refused: it tells what is left of a rate, as the router's does.
    ///
    /// - Parameter left: of the rate that was charged last; `nil` where none was.
    fileprivate init(_ problem: Problem, _ left: Charge?) {
        self.init(problem)
        guard let left, Charge.fields(of: problem).isEmpty else { return }
        fields += left.fields.map { ($0.name.rawName, $0.value) }
    }

    /// The answer to a post that is in the log.
    ///
    /// - Parameter appended: the event, new or known by its key.
    fileprivate init(_ appended: Appended) {
        let answer = Posting.answer(to: appended)
        self.init(
            // As the status is described, which costs more than it says.
            status: answer.status == .created ? "201 Created" : "200 OK",
            fields: [
                ("Content-Type", "application/json"), ("Location", answer.location),
                ("Cache-Control", "no-store"),
            ],
            body: answer.body
        )
    }
}

import ChatProtocol
import HTTPTypes
import Hummingbird
import Logging

/// `GET /streams` and `DELETE /streams/{id}`: the open streams, for the operator.
struct OpenStreamRoutes {
    let services: Services

    /// Streams that are told of unless asked otherwise, and at the most.
    private static let usualLimit: Int64 = 100
    private static let limit: Int64 = 10_000

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/streams", [.get: list])
        routes.at("/streams/{id}", [.delete: end])
    }

    private func list(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        _ = try services.gate.operator(caller)
        let parameters = QueryParameters(request)
        let limit = try parameters.number("limit", in: 1...Self.limit) ?? Self.usualLimit
        let all = await services.delivery.facts()
        // Those that are behind, then those for which most waits, then the oldest.
        let first = all.sorted { ($0.lag, $0.waiting, $1.id) > ($1.lag, $1.waiting, $0.id) }
            .prefix(Int(limit)).map { shown($0, to: caller) }
        return .json(body: .json { Self.append(first, of: all.count, to: &$0) })
    }

    /// Tells of a stream what the caller may know: not even the operator is told who has a direct
    /// room with whom, nor how much is said there.
    ///
    /// Two streams that were given as much may have been given the same. So it is not told of any
    /// that may have such rooms, whether it has one or not.
    private func shown(_ stream: StreamFacts, to caller: Caller) -> StreamFacts {
        let readable = stream.rooms.filter { services.gate.rule($0, caller.identity).mayRead }
        let hidden = Set(stream.rooms).subtracting(readable)
        let isOwn = stream.member != nil && stream.member == caller.member
        var shown = stream
        shown.rooms = readable.map { $0.shown(to: caller.member) }
        if hidden.contains(where: \.isDirect) || stream.followsDirect && !isOwn {
            shown.delivered = nil
            shown.written = nil
        }
        return shown
    }

    private func end(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let who = try services.gate.operator(caller)
        guard let number = WireNumber(context.parameters.get("id") ?? "")?.value else {
            throw Problem.notFound
        }
        let stream = StreamID(number: Int(clamping: number))
        if try await !services.end(stream, by: who.name) {
            guard try await who.tellEnd(of: stream) else { throw Problem.notFound }
        }
        context.logger.notice("a stream was ended by the operator", metadata: ["id": "\(number)"])
        return Response(status: .noContent)
    }

    private static func append(_ streams: [StreamFacts], of count: Int, to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { json in
            json.object { json in
                json.field("count", count)
                json.key("streams")
                json.array { json in
                    for stream in streams { append(stream, to: &json) }
                }
            }
        }
    }

    private static func append(_ stream: StreamFacts, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", stream.id)
            json.field("member", stream.member?.description)
            json.field("address", stream.address)
            json.key("rooms")
            json.array { json in
                for room in stream.rooms { json.string(room.description) }
            }
            json.field("format", "\(stream.format)")
            json.field("seconds", Int(stream.age.components.seconds))
            json.field("live", stream.isLive)
            json.field("lag", stream.lag)
            json.field("delivered", stream.delivered)
            json.field("bytes", stream.written)
            json.field("waiting", stream.waiting)
        }
    }
}

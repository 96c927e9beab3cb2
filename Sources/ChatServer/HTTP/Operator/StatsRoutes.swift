import AsyncSignals
import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore

/// `/stats`, `/rooms/{room}/stats`, their streams, and `/metrics`.
///
/// A room's numbers are for those who may read it. The server's tell of all rooms together, and so
/// are the operator's where there are accounts; by name they tell of what the caller may read.
///
/// Source: docs/API.md, section 8.
struct StatsRoutes {
    let services: Services

    /// Members that a room's statistics name.
    private static let namedMembers = 10

    /// Adds the addresses.
    func add(to routes: Routes) {
        routes.at("/stats", [.get: once])
        routes.at("/stats/stream", [.get: follow])
        routes.at("/rooms/{room}/stats", [.get: roomOnce])
        routes.at("/rooms/{room}/stats/stream", [.get: followRoom])
        routes.at("/metrics", [.get: metrics])
    }

    // MARK: - The server

    private func once(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        try services.gate.admitToNumbers(caller)
        let every = try every(request)
        let sample = await services.sampler.sample()
        let earlier = services.sampler.statistics(over: every)?.statistics.earlier ?? sample
        let statistics = shown(Statistics(now: sample, earlier: earlier), to: caller)
        return json { statistics.appendJSON(to: &$0) }
    }

    private func follow(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .stream)
        try services.gate.admitToNumbers(caller)
        try services.admit()
        let every = try every(request)
        let stream = try RowStream(request, services.limits)
        let gate = services.gate
        let watch = AccessWatch(caller, services) { !gate.showsNumbers(to: caller) }
        return stream.response(to: request, context, watch) { out in
            try await eachSample(every: every, limit: stream.limit) { statistics in
                try await out.row(shown(statistics, to: caller).row)
            }
        }
    }

    /// The numbers are of all rooms together; by name are told those that the caller may read.
    private func shown(_ statistics: Statistics, to caller: Caller) -> Statistics {
        statistics.naming { services.gate.sees($0, caller.identity) }
    }

    // MARK: - A room

    private func roomOnce(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context)
        let reader = try await services.gate.reader(of: context.room(), caller)
        let statistics = await statistics(of: reader)
        return json { statistics.appendJSON(to: &$0) }
    }

    private func followRoom(_ request: Request, _ context: ChatContext) async throws -> Response {
        let caller = try await services.gate.caller(request, context, for: .stream)
        try services.admit()
        let every = try every(request)
        let reader = try await services.gate.reader(of: context.room(), caller)
        let stream = try RowStream(request, services.limits)
        let watch = AccessWatch(caller, services) { !reader.isOpen }
        return stream.response(to: request, context, watch) { out in
            try await eachSample(every: every, limit: stream.limit) { _ in
                // The watch ends it, and says why.
                guard reader.isOpen else { return }
                try await out.row(await statistics(of: reader).row)
            }
        }
    }

    private func statistics(of reader: Reader) async -> RoomStatistics {
        let activity = services.sampler.activity.room(reader.room, naming: Self.namedMembers)
        return RoomStatistics(
            room: reader.shownRoom,
            at: services.gate.now,
            messagesPerMinute: activity.messages,
            here: await reader.state?.hereCount ?? 0,
            newest: reader.facts.newest,
            active: activity.active
        )
    }

    // MARK: - Prometheus

    private func metrics(_ request: Request, _ context: ChatContext) async throws -> Response {
        try services.gate.admitToNumbers(try await services.gate.caller(request, context))
        let form = PrometheusText.Form(acceptedBy: request.headers[.accept])
        let sample = await services.sampler.sample(namesRooms: false)
        let text = Metrics.text(of: sample, as: form)
        return Response(
            status: .ok,
            headers: [
                .contentType: form.mediaType, .cacheControl: "no-store", .vary: "Accept",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    // MARK: - In common

    /// Seconds from one row to the next, over which rates are told too.
    private func every(_ request: Request) throws(Problem) -> Int {
        let most = Int64(Sampler.kept - 1)
        return Int(try QueryParameters(request).number("every", in: 1...most) ?? 1)
    }

    private func json(_ write: (inout [UInt8]) -> Void) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .json(write)
        )
    }

    /// Does something at the first sample, and then every so many seconds.
    private func eachSample(
        every: Int,
        limit: Int?,
        _ body: (Statistics) async throws -> Void
    ) async throws {
        var last = Int.min / 2
        var remaining = limit ?? .max
        for await _ in services.sampler.signal.changes() {
            guard let (number, statistics) = services.sampler.statistics(over: every),
                number - last >= every
            else { continue }
            last = number
            try await body(statistics)
            remaining -= 1
            if remaining == 0 { return }
        }
        throw CancellationError()
    }
}

extension Statistics {
    /// The row of a stream.
    fileprivate var row: RowStream.Row {
        var json: [UInt8] = []
        appendJSON(to: &json)
        return RowStream.Row(type: "stats", json: json, line: line)
    }
}

extension RoomStatistics {
    /// The row of a stream.
    fileprivate var row: RowStream.Row {
        var json: [UInt8] = []
        appendJSON(to: &json)
        return RowStream.Row(type: "stats", json: json, line: line)
    }
}

extension PrometheusText.Form {
    /// The form that a client would rather have; text where it is all the same.
    fileprivate init(acceptedBy accept: String?) {
        let header = AcceptHeader(accept ?? "")
        let text = header.preference(type: "text", subtype: "plain")
        let openMetrics = header.preference(type: "application", subtype: "openmetrics-text")
        self =
            openMetrics.map { wanted in text.map { wanted > $0 } ?? true } == true
            ? .openMetrics : .text
    }
}

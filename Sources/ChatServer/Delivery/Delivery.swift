import AsyncSignals
import ChatProtocol
import ChatStore
import NIOCore
import StreamingHTTP
import Synchronization

/// The way of committed events to the open streams: a shard for each event loop, told of each
/// commit once.
final class Delivery: Sendable {
    private let shards: [ObjectIdentifier: LoopShard]
    private let lastCount = Atomic<Int>(0)
    private let node: NodeNumber
    private let moved = HeldListener<(member: MemberName?, room: RoomName, isIn: Bool)>()
    /// Keeps commits in step with what the loops deliver.
    let pace: CommitPace

    /// Makes the shards.
    ///
    /// Suspends until each loop has made its own.
    ///
    /// - Parameters:
    ///   - group: the loops that serve connections.
    ///   - head: the log's newest position; every later commit must be published.
    ///   - limits: the sizes of slices and rings.
    ///   - catchUp: reads the log for streams that are behind.
    ///   - access: tells who may still see what.
    ///   - earlier: what was committed up to the head, oldest first and without a hole.
    ///   - node: the server, whose number its streams' have in them.
    /// - Throws: when a loop has been shut down.
    init(
        group: any EventLoopGroup,
        head: Int64,
        log: LogName,
        limits: ServerLimits,
        catchUp: CatchUp,
        access: StreamAccess = .everything,
        earlier: [CommitBatch] = [],
        node: NodeNumber = .alone
    ) async throws {
        self.node = node
        let moved = moved
        let pace = CommitPace(
            DeliveryShare(
                loops: group.makeIterator().reduce(0) { count, _ in count + 1 },
                lagLimit: .milliseconds(Int64(limits.lagMilliseconds)),
                pauseLimit: .milliseconds(Int64(limits.pauseMilliseconds))
            )
        )
        self.pace = pace
        var made: [ObjectIdentifier: LoopShard] = [:]
        for (number, loop) in group.makeIterator().enumerated() {
            let shard = try await loop.flatSubmit {
                let shard = Shard(
                    eventLoop: loop,
                    head: head,
                    log: log,
                    limits: limits,
                    catchUp: catchUp,
                    access: access,
                    earlier: earlier,
                    whenServed: { since in pace.note(since, on: number) },
                    whenMoved: { moved.tell((member: $0, room: $1, isIn: $2)) }
                )
                shard.probe.start(on: loop)
                let bound = NIOLoopBound(shard, eventLoop: loop)
                return shard.yield.open().map { bound }
            }.get()
            made[ObjectIdentifier(loop)] = LoopShard(eventLoop: loop, bound: shard)
        }
        shards = made
    }

    /// Hands a commit to every loop.
    ///
    /// Does not suspend: it only crosses to the loops. Called in order of position.
    ///
    /// - Parameter commit: what the store made durable.
    func publish(_ commit: CommitBatch) {
        onEachLoop { $0.publish(commit) }
    }

    /// Looks again at streams, after accounts, tokens or bans changed.
    ///
    /// Does not suspend: it only crosses to the loops.
    ///
    /// - Parameter members: whose streams; `nil` is everybody's.
    func review(of members: Set<MemberName>?) {
        onEachLoop { $0.reviewStreams(of: members) }
    }

    /// Forgets what is remembered of a room, after events of it were removed.
    ///
    /// Does not suspend: it only crosses to the loops.
    func withdraw(_ room: RoomName) {
        onEachLoop { $0.withdraw(room) }
    }

    /// Takes a room from every stream, with an `error` event that tells why.
    ///
    /// Does not suspend: it only crosses to the loops.
    ///
    /// - Parameter room: one that was taken away.
    func drop(_ room: RoomName, _ problem: Problem) {
        onEachLoop { $0.drop(room, problem) }
    }

    /// Says who is told that a stream of a member lost a room, or was given one.
    func whenMoved(_ listener: @escaping @Sendable (MemberName?, RoomName, Bool) -> Void) {
        moved.set { listener($0.member, $0.room, $0.isIn) }
    }

    /// Shows an event of the moment to the live streams of its room.
    ///
    /// Does not suspend.
    ///
    /// - Parameter member: whose streams alone see it; `nil` for everyone's.
    func publish(_ event: EphemeralEvent, to member: MemberName? = nil) {
        onEachLoop { $0.publish(event, to: member) }
    }

    /// Opens a stream in a body whose head is on its way.
    ///
    /// Does not suspend; on the body's event loop.
    ///
    /// - Parameters:
    ///   - request: what the client asked for.
    ///   - whenEnded: told how the stream ended, and in which rooms its member was seen to be here
    ///     then, once, on the loop.
    /// - Returns: the stream, by which it can be spoken to.
    @discardableResult
    func open(
        _ request: StreamRequest,
        in body: any StreamBody,
        on loop: any EventLoop,
        whenEnded: @escaping (StreamOutcome, [RoomName]) -> Void
    ) -> StreamHandle? {
        guard let shard = shards[ObjectIdentifier(loop)] else {
            body.abort()
            whenEnded(.failed, request.presentRooms)
            return nil
        }
        let id = StreamID(lastCount.add(1, ordering: .relaxed).newValue, at: node)
        shard.value.add(
            OpenStream(id, request, body: body, shard: shard.value, whenEnded: whenEnded)
        )
        return StreamHandle(id: id, shard: shard)
    }

    /// Opens a stream on a connection of the framework's, whose response's head is on its way.
    ///
    /// Suspends for a hop to the connection's event loop.
    ///
    /// - Parameters:
    ///   - request: what the client asked for.
    ///   - channel: the connection's, with a ``StreamHandler`` in its pipeline.
    /// - Returns: the stream, by which it can be spoken to and waited for.
    func open(_ request: StreamRequest, on channel: any Channel) -> FollowedStream {
        let loop = channel.eventLoop
        let ended = loop.makePromise(of: StreamEnding.self)
        let handle = loop.submit { () -> StreamHandle? in
            // Without the handler the pipeline is gone: the client left before it could begin.
            guard
                let body = try? channel.pipeline.syncOperations.handler(type: StreamHandler.self)
            else {
                ended.succeed(StreamEnding(end: .clientGone, rooms: request.presentRooms))
                return nil
            }
            return self.open(request, in: body, on: loop) { end, rooms in
                ended.succeed(StreamEnding(end: end, rooms: rooms))
            }
        }
        return FollowedStream(
            rooms: request.presentRooms,
            handle: handle,
            ended: ended.futureResult
        )
    }

    /// Ends every stream with `bye`, and lets none begin from now on.
    ///
    /// Suspends until every client has taken its `bye` or was cut off.
    ///
    /// - Parameters:
    ///   - reason: the `bye`'s.
    ///   - retryAfter: seconds after which clients may come back; each is told one of them.
    func drain(reason: String = "shutdown", retryAfter: ClosedRange<Int>) async {
        let closed = shards.values.map { shard in
            shard.eventLoop.flatSubmit { shard.value.drain(reason, retryAfter: retryAfter) }
        }
        // A loop that is shut down has no streams left to end.
        for future in closed { try? await future.get() }
    }

    /// What all loops did for the streams; suspends until each loop has answered.
    ///
    /// - Returns: the sum, with the longest delay of a loop.
    func count() async -> DeliveryCount {
        var sum = DeliveryCount()
        for shard in shards.values {
            let asked = ContinuousClock.now
            // A loop that is shut down has nothing to tell.
            let count = try? await shard.eventLoop.submit {
                var count = shard.value.tally
                count.streams = shard.value.count
                count.delay = asked.duration(to: .now)
                count.stalls = shard.value.probe.late
                return count
            }.get()
            if let count { sum.add(count) }
        }
        return sum
    }

    /// Counts the open streams; suspends until each loop has answered.
    func streamCount() async -> Int {
        var count = 0
        for shard in shards.values {
            // A loop that is shut down has no streams.
            count += (try? await shard.eventLoop.submit { shard.value.count }.get()) ?? 0
        }
        return count
    }

    /// What there is to tell of each open stream; suspends as ``streamCount()``.
    ///
    /// - Returns: in no order.
    func facts() async -> [StreamFacts] {
        var facts: [StreamFacts] = []
        for shard in shards.values {
            // A loop that is shut down has no streams.
            facts += (try? await shard.eventLoop.flatSubmit { shard.value.facts() }.get()) ?? []
        }
        return facts
    }

    /// Ends one stream with `bye`, whose client is not to come back by itself.
    ///
    /// Suspends until each loop has looked.
    ///
    /// - Returns: false when there is none.
    func dismiss(_ id: StreamID) async -> Bool {
        for shard in shards.values {
            // A loop that is shut down has no streams.
            let isFound = try? await shard.eventLoop.submit { shard.value.dismiss(id) }.get()
            if isFound == true { return true }
        }
        return false
    }

    /// The most bytes that wait in this process for any one stream; suspends as ``streamCount()``.
    ///
    /// - Returns: bytes, without what the kernel holds.
    func largestBacklog() async -> Int {
        var most = 0
        for shard in shards.values {
            // A loop that is shut down has no streams.
            most = max(
                most,
                (try? await shard.eventLoop.submit { shard.value.largestBacklog }.get()) ?? 0
            )
        }
        return most
    }

    private func onEachLoop(_ body: @escaping @Sendable (Shard) -> Void) {
        for shard in shards.values { shard.eventLoop.execute { body(shard.value) } }
    }
}

import ChatProtocol
import NIOCore
import StreamingHTTP

// MARK: - Time and the end

extension Shard {
    /// Begins to look at the time, once there is a stream.
    func startTicking() {
        guard ticking == nil else { return }
        ticking = eventLoop.scheduleRepeatedTask(
            initialDelay: .seconds(1),
            delay: .seconds(1)
        ) { [shard = NIOLoopBound(self, eventLoop: eventLoop)] _ in shard.value.tickOrStop() }
    }

    private func tickOrStop() {
        tick(now: .now())
        guard streams.isEmpty else { return }
        ticking?.cancel()
        ticking = nil
    }

    /// Sends heartbeats, ends streams whose time is over or that have stopped reading, and counts
    /// those that are behind.
    ///
    /// In slices: with many streams it goes on behind what else the loop has to do.
    ///
    /// - Parameter now: the loop's time; called about once a second.
    func tick(now: NIODeadline) {
        var behind = 0
        var lag: Int64 = 0
        round.begin(Array(streams.keys)) { id in
            guard let stream = self.streams[id] else { return }
            self.look(at: stream, now)
            guard !stream.isCaughtUp else { return }
            behind += 1
            lag = max(lag, self.head - stream.progress.position)
        } whenDone: {
            self.tally.behind = behind
            self.tally.lag = lag
        }
    }

    private func look(at stream: OpenStream, _ now: NIODeadline) {
        if let deadline = stream.deadline, deadline <= now {
            return finish(stream, with: Self.timeIsOver)
        } else if stream.stalledTime(now: now) >= .seconds(Int64(limits.stalledSeconds)) {
            tally.slow += 1
            finish(stream, with: "slow", reconnect: true)
            let body = stream.body
            eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(limits.drainSeconds))) {
                body.abort()
            }
        } else if let heartbeat = stream.request.heartbeat, stream.isCaughtUp,
            stream.body.isWritable, now - stream.lastWrite >= .seconds(Int64(heartbeat))
        {
            // In slices, like all else: thousands may be due at once.
            stream.isPingDue = true
            enqueue(stream)
        }
        endInTime(stream, now)
    }

    /// Ends a stream with its time, where that comes before the loop's next look at it or about
    /// then.
    ///
    /// Those that have more time wait for that look: who leaves early would leave a timer behind.
    func endInTime(_ stream: OpenStream, _ now: NIODeadline) {
        guard let deadline = stream.deadline, deadline - now < .seconds(2) else { return }
        let id = stream.id
        eventLoop.assumeIsolated().scheduleTask(in: deadline - now) {
            guard let stream = self.streams[id] else { return }
            self.finish(stream, with: Self.timeIsOver)
        }
    }

    /// The reason of a stream that was to last for so long.
    private static let timeIsOver = "timeout"

    /// Ends every stream with `bye`, and lets none begin.
    ///
    /// - Parameters:
    ///   - reason: the `bye`'s.
    ///   - retryAfter: seconds after which clients may come back; each is told one of them.
    /// - Returns: succeeds when all of them have closed.
    func drain(
        _ reason: String = "shutdown",
        retryAfter: ClosedRange<Int>
    ) -> EventLoopFuture<Void> {
        isDraining = true
        let open = Array(streams.values)
        for stream in open {
            if !stream.progress.isReading, stream.body.isWritable {
                // What the ring still holds for it goes first, so that it need not come back for
                // it.
                serve(stream)
            }
            guard streams[stream.id] != nil else { continue }
            let wait = Int.random(in: retryAfter)
            finish(stream, with: reason, reconnect: true, retryAfter: wait)
        }
        return .andAllComplete(open.compactMap(\.body.closed), on: eventLoop)
    }

    /// Ends one stream that is over for its client, once it has shown what it is to show.
    ///
    /// - Parameters:
    ///   - reason: the `bye`'s reason.
    ///   - position: of the last event it is to show.
    func finish(_ id: StreamID, reason: String, after position: Int64) {
        guard let stream = streams[id] else { return }
        stream.pendingEnd = (reason, position)
        enqueue(stream)
    }

    /// What there is to tell of each stream, gathered in slices: the kernel is asked about each.
    ///
    /// - Returns: in no order, without those that went or came meanwhile.
    func facts() -> EventLoopFuture<[StreamFacts]> {
        let promise = eventLoop.makePromise(of: [StreamFacts].self)
        var facts: [StreamFacts] = []
        LoopRound(eventLoop: eventLoop, now: clock).begin(Array(streams.keys)) { id in
            guard let stream = self.streams[id] else { return }
            facts.append(StreamFacts(stream, head: self.head, now: .now()))
        } whenDone: {
            promise.succeed(facts)
        }
        return promise.futureResult
    }

    /// Ends one stream, whose client is not to come back by itself.
    ///
    /// - Returns: false when there is none.
    func dismiss(_ id: StreamID) -> Bool {
        guard let stream = streams[id] else { return false }
        finish(stream, with: "operator")
        return true
    }

    /// The reason of a stream that has delivered what was asked for.
    static let limitReached = "limit"

    /// Why a stream ends that is behind, while the log does not answer.
    static let logLost = "log_unreachable"

    /// Ends a stream with `bye`.
    ///
    /// - Parameters:
    ///   - reason: the `bye`'s.
    ///   - reconnect: whether coming back makes sense.
    ///   - retryAfter: seconds to wait before that.
    func finish(
        _ stream: OpenStream,
        with reason: String,
        reconnect: Bool = false,
        retryAfter: Int? = nil
    ) {
        let bye = ControlEvent.Bye(
            reason: reason,
            reconnect: reconnect,
            retryAfter: retryAfter,
            cursor: cursor(of: stream)
        )
        remove(stream)
        stream.finish(with: bye)
    }

    /// Where the client of a stream resumes.
    ///
    /// - Returns: the cursor of the last event that it needs not see again.
    func cursor(of stream: OpenStream) -> Cursor {
        let position = stream.progress.resume(head: head, horizon: stream.horizon)
        return Cursor(log: log, position: position)
    }
}

import ChatProtocol
import ChatStore
import NIOCore
import StreamingHTTP

// MARK: - Serving one stream

extension Shard {
    /// Gives a stream what waits for it, as far as it can take it.
    func serve(_ stream: OpenStream) {
        guard stream.body.isWritable else { return }
        stream.forgetBegins()
        let before = stream.delivered
        defer { tally.deliveries += stream.delivered - before }
        switch stream.progress.next(head: head, horizon: stream.horizon) {
        case .none: break
        case .wait(let becameLive): rest(stream, becameLive: becameLive)
        case .writeRemembered:
            writeRemembered(stream)
            stream.body.flush()
            continueServing(stream)
        case .read(let after, let through):
            read(for: stream, after: after, through: through)
        }
    }

    /// Leaves a stream that has everything, after what is to be said at that point.
    private func rest(_ stream: OpenStream, becameLive: Bool) {
        hasEverything(stream)
        if becameLive {
            stream.write(framed: live(for: stream))
        } else if stream.isPingDue {
            stream.write(.ping(at: Timestamp.now(), cursor: cursor(of: stream)))
        }
        stream.isPingDue = false
        stream.body.flush()
        if let pendingEnd = stream.pendingEnd, head >= pendingEnd.after {
            finish(stream, with: pendingEnd.reason)
        }
    }

    /// The event `live` as a part of a stream's body: the same for all of its form.
    private func live(for stream: OpenStream) -> ByteBuffer {
        var form = LiveForm(encoding: stream.request.encoding, framing: stream.body.framing)
        form.encoding.viewer = nil
        if let known = liveForms[form] { return known }
        let bytes = form.encoding.encode(CollectionOfOne(Event.control(.live))).buffer
        let framed = form.framing.frame([bytes])
        liveForms[form] = framed
        return framed
    }

    private func continueServing(_ stream: OpenStream) {
        if stream.isSated { return finish(stream, with: Self.limitReached) }
        let isCaughtUp = stream.isCaughtUp
        if isCaughtUp { hasEverything(stream) }
        if !isCaughtUp || stream.pendingEnd != nil { enqueue(stream) }
    }

    private func hasEverything(_ stream: OpenStream) {
        if !stream.laggingRooms.isEmpty { stream.laggingRooms = [] }
        if !stream.request.knownCuts.isEmpty { stream.request.knownCuts = [:] }
        stream.releaseWriter()
    }

    /// Gives a stream what waits for it, up to a slice.
    private func writeRemembered(_ stream: OpenStream) {
        if stream.takesWholeBatches, stream.begins.isEmpty, stream.seats.count == 1,
            let room = stream.seats.first?.room
        {
            stream.write(room.run(for: stream, byteLimit: limits.sliceBytes))
        } else {
            writeOneByOne(stream)
        }
    }

    private func writeOneByOne(_ stream: OpenStream) {
        var written = 0
        let position = stream.progress.position
        let batches = stream.seats.flatMap { Array($0.room.batches(after: position)) }
        let commits = Dictionary(grouping: batches, by: \.commitLast).sorted { $0.key < $1.key }
        for (commitLast, batches) in commits {
            let runs = CommitBatch.runs(of: batches, after: position, from: stream.begins)
            for run in runs {
                written += stream.write(run)
            }
            guard !stream.isSated else { return }
            stream.progress.wrote(through: commitLast)
            if written >= limits.sliceBytes { return }
        }
    }

    // MARK: - Catching up

    private func read(for stream: OpenStream, after: Int64, through: Int64) {
        let id = stream.id
        let shard = NIOLoopBound(self, eventLoop: eventLoop)
        let eventLoop = eventLoop
        let request = stream.request
        let generation = stream.roomsGeneration
        catchUp.read(
            PageRequest(
                rooms: request.rooms,
                encoding: request.encoding,
                filter: request.filter.durable,
                view: request.caller.identity.isOperator ? .said : .redacted,
                after: after,
                through: through
            ) { page in
                eventLoop.execute { shard.value.pageArrived(page, for: id, of: generation) }
            }
        )
    }

    private func pageArrived(_ page: Page?, for id: StreamID, of generation: Int) {
        guard let stream = streams[id] else { return }
        guard stream.roomsGeneration == generation else {
            // Read for rooms that are not the stream's any more, or not all of them.
            stream.progress.pageDropped()
            return enqueue(stream)
        }
        guard let page else {
            // Not all at the same moment.
            let wait = Int.random(in: 1...5)
            return finish(stream, with: Self.logLost, reconnect: true, retryAfter: wait)
        }
        if stream.progress.isLive { tellLag(stream, page) }
        tellGaps(stream, page)
        let before = stream.delivered
        stream.write(page)
        tally.deliveries += stream.delivered - before
        stream.body.flush()
        if stream.isSated { finish(stream, with: Self.limitReached) } else { enqueue(stream) }
    }

    /// Says which events were removed before the stream came to them, once for each time.
    private func tellGaps(_ stream: OpenStream, _ page: Page) {
        for cut in page.cuts where cut.through > stream.request.knownCuts[cut.room] ?? 0 {
            guard let gap = cut.gap(after: stream.progress.position),
                cut.through >= stream.begins[cut.room] ?? 0
            else { continue }
            stream.request.knownCuts[cut.room] = cut.through
            stream.write(.gap(gap))
        }
    }

    /// Says how far behind a stream is that had been live, once for each room until it is not.
    private func tellLag(_ stream: OpenStream, _ page: Page) {
        for event in page.events where stream.laggingRooms.insert(event.room).inserted {
            let known = rooms[event.room]?.newest ?? 0
            let newest = known > 0 ? known : event.seq
            stream.write(.lag(room: event.room, behind: max(0, newest - event.seq + 1)))
        }
    }
}

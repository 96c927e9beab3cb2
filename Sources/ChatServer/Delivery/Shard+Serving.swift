import ChatProtocol
import NIOCore
import StreamingHTTP

// MARK: - Serving one stream

extension Shard {
    /// Gives a stream what waits for it, as far as it can take it.
    ///
    /// - Parameter stream: of this loop.
    func serve(_ stream: OpenStream) {
        guard stream.handler.isWritable else { return }
        switch stream.progress.next(head: head, ringStart: ring.start) {
        case .none: break
        case .wait(let becameLive):
            if becameLive && stream.request.follows { stream.write(.live) }
            stream.handler.flush()
            if let farewell = stream.farewell, head >= farewell.after {
                finish(stream, with: farewell.reason)
            }
        case .end:
            finish(stream, with: nil)
        case .writeFromRing(let position):
            writeFromRing(stream, after: position)
            stream.handler.flush()
            continueServing(stream)
        case .read(let after, let through):
            read(for: stream, after: after, through: through)
        }
    }

    private func continueServing(_ stream: OpenStream) {
        if stream.isSated {
            finish(stream, with: Self.limitReached)
        } else {
            enqueue(stream)
        }
    }

    /// Gives a stream what waits for it, up to a slice, and flushes it with the next turn's end.
    private func writeFromRing(_ stream: OpenStream, after position: Int64) {
        var written = 0
        var position = position
        for commit in ring.commits(after: position) {
            for run in commit.runs(for: stream.request.rooms, after: position) {
                written += stream.write(run)
            }
            guard !stream.isSated else { return }
            position = commit.last
            stream.progress.wrote(through: position)
            if written >= limits.sliceBytes { return }
        }
    }

    // MARK: - Catching up

    private func read(for stream: OpenStream, after: Int64, through: Int64) {
        let id = stream.id
        let shard = NIOLoopBound(self, eventLoop: eventLoop)
        let eventLoop = eventLoop
        let request = stream.request
        catchUp.read(
            PageRequest(
                rooms: request.rooms,
                encoding: request.encoding,
                filter: request.filter.durable,
                after: after,
                through: through
            ) { page in
                eventLoop.execute { shard.value.pageArrived(page, for: id) }
            }
        )
    }

    private func pageArrived(_ page: Page?, for id: StreamID) {
        guard let stream = streams[id] else { return }
        guard let page else {
            remove(stream)
            return stream.abort()
        }
        if stream.progress.isLive && stream.request.follows { tellLag(stream, page) }
        stream.write(page)
        stream.handler.flush()
        continueServing(stream)
    }

    /// Says how far behind a stream is that had been live, for each room of the page.
    private func tellLag(_ stream: OpenStream, _ page: Page) {
        var told: Set<RoomName> = []
        for event in page.events where told.insert(event.room).inserted {
            let newest = rooms[event.room]?.newest ?? event.seq
            stream.write(.lag(room: event.room, behind: max(0, newest - event.seq + 1)))
        }
    }
}

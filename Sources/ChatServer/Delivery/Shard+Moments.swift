import ChatProtocol
import NIOCore
import StreamingHTTP

// MARK: - Events of the moment

extension Shard {
    /// Takes an event of the moment in, for the room's next batch.
    ///
    /// - Parameters:
    ///   - event: of a room that may have no streams here.
    ///   - member: whose streams alone get it; `nil` for all.
    func publish(_ event: EphemeralEvent, to member: MemberName?) {
        guard let room = rooms[event.room] else { return }
        room.moments.take(event, for: member)
        enqueueIfDue(room)
    }

    /// Puts a room in line for its next batch, unless its time has not come.
    private func enqueueIfDue(_ room: ShardRoom) {
        guard !room.isMomentInLine, !room.areMomentsHeld, room.moments.hasNext else { return }
        enqueueMoments(of: room)
    }

    /// Makes the batch of a room whose turn has come; the one after it has to wait.
    private func begin(_ room: ShardRoom) {
        room.moments.begin(seats: room.count)
        room.areMomentsHeld = true
        let shard = NIOLoopBound(self, eventLoop: eventLoop)
        let waiting = NIOLoopBound(room, eventLoop: eventLoop)
        eventLoop.assumeIsolated().scheduleTask(
            in: .milliseconds(Int64(limits.momentMilliseconds))
        ) {
            waiting.value.areMomentsHeld = false
            shard.value.enqueueIfDue(waiting.value)
        }
    }

    /// Gives some streams their batch.
    ///
    /// A stream that replays the log or takes nothing goes without: it was of the moment.
    ///
    /// - Parameter budget: how many streams, less those that were served.
    func serveMoments(_ budget: inout Int) {
        while budget > 0, let room = momentsInLine.first {
            if room.moments.batch == nil { begin(room) }
            guard let batch = room.moments.batch,
                let index = room.moments.nextSeat(of: room.count)
            else {
                momentsInLine.removeFirst()
                room.isMomentInLine = false
                enqueueIfDue(room)
                continue
            }
            budget -= 1
            let stream = room.stream(at: index)
            guard stream.progress.isLive, !stream.progress.isReading, stream.body.isWritable
            else { continue }
            stream.write(batch)
        }
    }
}

import DequeModule
import NIOCore
import StreamingHTTP

// MARK: - Whose turn it is

extension Shard {
    /// Puts a stream in line to be served by itself.
    ///
    /// - Parameter stream: of this loop; nothing happens if it is in line already.
    func enqueue(_ stream: OpenStream) {
        guard !stream.isQueued else { return }
        stream.isQueued = true
        queue.append(stream)
        scheduleTurn()
    }

    /// Puts a room in line, whose streams are due.
    ///
    /// - Parameter room: of this loop; nothing happens if it is in line already.
    func enqueue(_ room: ShardRoom) {
        guard !room.isInLine else { return }
        room.isInLine = true
        roomsInLine.append(room)
        scheduleTurn()
    }

    /// Lets the next iteration follow what the loop was given already, such as acknowledgements.

    /// Puts a room in line whose events of the moment are to go round.
    ///
    /// - Parameter room: with a batch of them.
    func enqueueMoments(of room: ShardRoom) {
        room.isMomentInLine = true
        momentsInLine.append(room)
        scheduleTurn()
    }

    private func scheduleTurn() {
        guard !isTurnScheduled else { return }
        isTurnScheduled = true
        // Runs on this very loop, to which the shard is confined.
        eventLoop.assumeIsolated().execute { self.takeTurn() }
    }

    private func takeTurn() {
        let end = NIODeadline.now() + fairShare
        repeat { serveSlice() } while isAnyoneInLine && NIODeadline.now() < end
        guard isAnyoneInLine else {
            isTurnScheduled = false
            turnGivenUpAt = nil
            return
        }
        turnGivenUpAt = .now()
        yield.afterLook { self.takeTurn() }
    }

    /// For how long the streams may be served before the loop looks at its sockets again: as long
    /// as what it then found took, so that posting flat out cannot starve delivery.
    private var fairShare: TimeAmount {
        guard let turnGivenUpAt else { return .zero }
        return min(.now() - turnGivenUpAt, .milliseconds(Int64(limits.sliceMilliseconds)))
    }

    private var isAnyoneInLine: Bool {
        !queue.isEmpty || !roomsInLine.isEmpty || !momentsInLine.isEmpty
    }

    private func serveSlice() {
        var budget = limits.sliceStreams
        // Half of a slice at the most goes to single streams while rooms wait.
        serveQueue(&budget, keeping: roomsInLine.isEmpty ? 0 : budget / 2)
        serveRooms(&budget)
        // Beside the messages, so that a busy room is told of the moment too.
        var moments = limits.sliceRoomStreams
        serveMoments(&moments)
    }

    private func serveQueue(_ budget: inout Int, keeping kept: Int) {
        // Those that come back into line meanwhile wait for the next iteration.
        for _ in 0..<min(queue.count, budget - kept) {
            guard let stream = queue.popFirst() else { return }
            budget -= 1
            stream.isQueued = false
            guard streams[stream.id] != nil else { continue }
            serve(stream)
        }
    }

    private func serveRooms(_ budget: inout Int) {
        for _ in 0..<roomsInLine.count {
            guard budget > 0, let room = roomsInLine.popFirst() else { return }
            // A large room must not hold up the small ones behind it.
            var share = min(budget, roomsInLine.isEmpty ? budget : limits.sliceRoomStreams)
            budget -= share
            while share > 0, let stream = room.nextDue() {
                if serveIfDue(stream) { share -= 1 }
            }
            budget += share
            if share > 0 {
                if let time = room.served() {
                    tally.writeTime.add(.nanoseconds((NIODeadline.now() - time).nanoseconds))
                }
            } else {
                roomsInLine.append(room)
            }
        }
    }

    /// Serves a live stream of a room that was committed to; false if there was nothing to do.
    private func serveIfDue(_ stream: OpenStream) -> Bool {
        guard !stream.isCaughtUp, stream.body.isWritable, !stream.progress.isReading,
            !stream.isQueued
        else { return false }
        serve(stream)
        return true
    }
}

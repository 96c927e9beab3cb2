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
    /// - Parameters:
    ///   - room: of this loop; nothing happens if it is in line already.
    ///   - since: since when it waits.
    func enqueue(_ room: ShardRoom, since: NIODeadline) {
        guard !room.isInLine else { return }
        room.isInLine = true
        room.inLineSince = since
        newRooms.append(room)
        scheduleTurn()
    }

    /// Puts a room in line whose events of the moment are to go round.
    ///
    /// - Parameter room: with a batch of them.
    func enqueueMoments(of room: ShardRoom) {
        room.isMomentInLine = true
        momentsInLine.append(room)
        scheduleTurn()
    }

    /// Lets the next iteration follow what the loop was given already, such as acknowledgements.
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
        !queue.isEmpty || isAnyRoomInLine || !momentsInLine.isEmpty
    }

    private var isAnyRoomInLine: Bool {
        roomInTurn != nil || !newRooms.isEmpty || !begunRooms.isEmpty
    }

    private func serveSlice() {
        var budget = limits.sliceStreams
        // Half of a slice at the most goes to single streams while rooms wait.
        serveQueue(&budget, keeping: isAnyRoomInLine ? budget / 2 : 0)
        serveRooms(&budget)
        // Beside the messages, so that a busy room is told of the moment too.
        var moments = limits.sliceRoomStreams
        serveMoments(&moments)
        tellBacklog()
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
        while budget > 0, let room = nextRoom() { serve(room, &budget) }
    }

    /// The room whose turn it is.
    ///
    /// A large room must not hold up the small ones behind it, nor may all of them together hold up
    /// the rest of a large one.
    private func nextRoom() -> ShardRoom? {
        if let room = roomInTurn.take() { return room }
        if newTurns < Self.newTurnsInRow || begunRooms.isEmpty, let room = newRooms.popFirst() {
            newTurns += 1
            room.beginTurn(limits)
            return room
        }
        newTurns = 0
        guard let room = begunRooms.popFirst() else { return nil }
        room.beginTurn(limits)
        return room
    }

    private static let newTurnsInRow = 2

    /// Gives a room its turn, or as much of it as the slice has left.
    private func serve(_ room: ShardRoom, _ budget: inout Int) {
        let most = isAnyRoomInLine ? min(budget, room.turnLeft) : budget
        var left = most
        while left > 0, let stream = room.nextDue() {
            if serveIfDue(stream) { left -= 1 }
        }
        budget -= most - left
        room.turnLeft = max(0, room.turnLeft - (most - left))
        for time in room.takeOffered() {
            tally.writeTime.add(.nanoseconds((NIODeadline.now() - time).nanoseconds))
        }
        if room.due == 0 {
            room.served()
        } else if room.turnLeft > 0 {
            roomInTurn = room
        } else {
            begunRooms.append(room)
        }
        noteFullness(of: room)
    }

    // MARK: - What is late

    /// Notes whether a room has more for its streams than one turn gives them.
    ///
    /// - Parameter room: of this loop, which has changed.
    func noteFullness(of room: ShardRoom) {
        if room.unoffered.bytes > limits.unofferedBytes, !room.isEmpty {
            fullRooms[room.name] = room
        } else if !fullRooms.isEmpty {
            fullRooms[room.name] = nil
        }
    }

    /// Tells since when what has not been offered is late: a room whose turn has not come, or one
    /// of which a turn does not give all.
    func tellBacklog() {
        let waiting = newRooms.first?.inLineSince
        guard !fullRooms.isEmpty else { return whenServed(waiting) }
        whenServed((fullRooms.values.map(\.unoffered.oldest) + [waiting]).compactMap(\.self).min())
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

import ChatProtocol
import NIOCore
import StreamingHTTP

// MARK: - Who may still see what

extension Shard {
    /// Looks at streams again, after accounts, tokens or bans changed.
    ///
    /// What a room is to a caller changes by commits alone.
    ///
    /// - Parameter members: whose streams, which end at once; `nil` is everybody's, in slices.
    /// - Complexity: O(streams), and for some members O(theirs).
    func reviewStreams(of members: Set<MemberName>?) {
        guard let members else {
            return LoopRound(eventLoop: eventLoop, now: clock).begin(Array(streams.keys)) { id in
                if let stream = self.streams[id] { self.endIfOver(stream) }
            }
        }
        for stream in streams(of: members) { endIfOver(stream) }
    }

    private func endIfOver(_ stream: OpenStream) {
        if let reason = access.end(stream.request.caller) { finish(stream, with: reason) }
    }

    /// Looks at the streams that a commit may give a room, or take one from, before they are shown
    /// what it holds.
    ///
    /// - Parameter commit: not yet taken.
    /// - Complexity: O(the streams of the members whom it concerns). Where it may concern
    ///   everybody, O(the streams of the rooms, and those that may be given rooms): a room that is
    ///   made is nothing to the others, however many there are.
    func review(_ commit: CommitBatch) {
        for name in commit.anew {
            lastAccessChange = commit.last
            for stream in streams(concernedBy: name, .everybody) { review(stream, name, nil) }
        }
        for (name, batch) in commit.rooms where !batch.audience.isEmpty {
            lastAccessChange = commit.last
            for stream in streams(concernedBy: name, batch.audience) {
                review(stream, name, batch)
            }
        }
    }

    /// The streams that a room may be taken from, and those that it may be given to.
    ///
    /// - Parameter audience: for whom that may have changed.
    /// - Returns: each once; of some members all, also those that have nothing to do with the room.
    func streams(concernedBy name: RoomName, _ audience: Audience) -> [OpenStream] {
        if case .members(let members) = audience { return streams(of: members) }
        guard let room = rooms[name] else { return Array(seekers.values) }
        let seated = (0..<room.count).map(room.stream(at:))
        let ids = Set(seated.map(\.id))
        return seated + seekers.values.filter { !ids.contains($0.id) }
    }

    /// Looks at a stream that was decided on before it came here: what has changed since was shown
    /// to others only.
    ///
    /// - Complexity: O(its rooms), and O(all rooms) for a stream of all in a rare case.
    func reviewOpened(_ stream: OpenStream) {
        let request = stream.request
        if let reason = access.end(request.caller) { return finish(stream, with: reason) }
        takeLost(request.rooms, from: stream)
        guard streams[stream.id] != nil else { return }
        noteMadeRooms(of: stream)
        guard lastAccessChange > request.decidedAt else { return }
        for room in request.awaited.subtracting(stream.request.rooms)
        where access.problem(room, request.caller) == nil { arrive(room, at: stream, from: 0) }
        guard request.followsAll else { return }
        let known = Set(stream.request.rooms)
        for room in access.ownRooms(request.caller) where !known.contains(room) {
            // One that is full tells of the first that finds no place, not of thousands.
            guard give(room, to: stream, from: 0) else { return }
        }
    }

    private func review(_ stream: OpenStream, _ room: RoomName, _ batch: RoomBatch?) {
        let request = stream.request
        if request.rooms.contains(room) {
            takeLost([room], from: stream)
            guard stream.request.rooms.contains(room) else { return }
            noteMade(room, stream)
            if let batch { takeLeft(room, batch, from: stream) }
        } else if request.awaited.contains(room) {
            guard access.problem(room, request.caller) == nil else { return }
            arrive(room, at: stream, from: batch?.beginning(for: request.member) ?? 0)
        } else if request.followsAll, access.problem(room, request.caller) == nil,
            access.owns(room, request.caller)
        {
            _ = give(room, to: stream, from: batch?.beginning(for: request.member) ?? 0)
        }
    }

    /// Takes a room from every stream, and forgets what is remembered of it.
    ///
    /// - Parameter room: one that was taken away.
    func drop(_ room: RoomName, _ problem: Problem) {
        withdraw(room)
        guard let seated = rooms[room] else { return }
        for stream in (0..<seated.count).map(seated.stream(at:)) {
            take([(room, problem)], from: stream)
        }
    }

    /// Gives a stream another room, or tells it that there is no place for it.
    private func give(_ room: RoomName, to stream: OpenStream, from position: Int64) -> Bool {
        let count = stream.request.rooms.count
        guard count < Limits.streamRooms else {
            stream.write(.error(room: room, .tooManyRooms(value: count + 1)))
            stream.body.flush()
            return false
        }
        noteWhereItIs(stream)
        stream.gain(room, from: position)
        self.room(room, for: stream).seat(stream)
        whenMoved(stream.request.member, room, true)
        return true
    }

    /// Gives a stream a room that it has waited for.
    private func arrive(_ room: RoomName, at stream: OpenStream, from position: Int64) {
        stream.request.awaited.remove(room)
        _ = give(room, to: stream, from: position)
    }

    /// Sees a stream's member in the rooms that were made while it was on its way here.
    private func noteMadeRooms(of stream: OpenStream) {
        let request = stream.request
        for room in request.awaited.intersection(request.rooms) {
            // In this order: once it is there it is known who may see it.
            guard access.isThere(room), access.problem(room, request.caller) == nil else {
                continue
            }
            noteMade(room, stream)
        }
    }

    /// Notes that a room of a stream is there that it has waited for: from now on others see that
    /// its member is here.
    private func noteMade(_ room: RoomName, _ stream: OpenStream) {
        guard stream.request.awaited.remove(room) != nil else { return }
        whenMoved(stream.request.member, room, true)
    }

    /// A stream that has everything stands at the head, wherever its last event was.
    private func noteWhereItIs(_ stream: OpenStream) {
        if stream.isCaughtUp { stream.progress.wrote(through: head) }
    }

    /// Takes the rooms from a stream that it may not read any more, and tells why; one without any
    /// room left ends.
    private func takeLost(_ rooms: [RoomName], from stream: OpenStream) {
        let lost = rooms.compactMap { room in
            access.problem(room, stream.request.caller).map { (room: room, problem: Optional($0)) }
        }
        take(lost, from: stream)
    }

    /// Takes a room that can be read on from whoever was put out of it, and from the stream of all
    /// one's own rooms of whoever left it.
    private func takeLeft(_ room: RoomName, _ batch: RoomBatch, from stream: OpenStream) {
        let request = stream.request
        guard let member = request.member, let last = batch.departure(of: member) else { return }
        if last.user != member { return take([(room, .kicked)], from: stream) }
        if request.followsAll, !access.owns(room, request.caller) {
            take([(room, nil)], from: stream)
        }
    }

    /// Takes rooms from a stream, and tells why where there is something to tell.
    private func take(_ lost: [(room: RoomName, problem: Problem?)], from stream: OpenStream) {
        guard !lost.isEmpty else { return }
        noteWhereItIs(stream)
        leaveSeats(stream)
        stream.lose(Set(lost.map(\.room)))
        for name in stream.request.rooms { room(name, for: stream).seat(stream) }
        noteSeeker(stream)
        for (room, problem) in lost {
            // Who waits for a room that others make for themselves goes on waiting, and was never
            // seen there.
            guard !stream.request.awaited.contains(room) else { continue }
            whenMoved(stream.request.member, room, false)
            if let problem { stream.write(.error(room: room, problem)) }
        }
        let hasNothing = stream.request.rooms.isEmpty && stream.request.awaited.isEmpty
        guard hasNothing, !stream.request.followsAll else {
            stream.body.flush()
            return enqueue(stream)
        }
        finish(stream, with: "removed")
    }
}

extension RoomBatch {
    /// The event by which a member is in the room no more; `nil` where there is none, or where
    /// another one follows it.
    fileprivate func departure(of member: MemberName) -> DurableEvent? {
        let last = events.last { event in
            guard case .member(member, let role, let terms) = event.content else { return false }
            // A mute alone puts nobody out.
            return terms.was != role
        }
        guard case .member(_, .none, _) = last?.content else { return nil }
        return last
    }

    /// The position from which on a member sees the room who was let in by it.
    fileprivate func beginning(for member: MemberName?) -> Int64 {
        let index = events.firstIndex { event in
            if case .member(member, let role, _) = event.content {
                role.isMembership
            } else {
                false
            }
        }
        return index.map { positions[$0] } ?? positions.first ?? 0
    }
}

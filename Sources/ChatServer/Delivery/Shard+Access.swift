import ChatProtocol
import NIOCore
import StreamingHTTP

// MARK: - Who may still see what

extension Shard {
    /// Looks at every stream again, after accounts, tokens or bans changed.
    ///
    /// - Complexity: O(streams and their rooms).
    func reviewStreams() {
        for stream in Array(streams.values) {
            if let reason = access.end(stream.request.caller) {
                finish(stream, with: reason)
                continue
            }
            let lost = stream.request.rooms.compactMap { room in
                access.problem(room, stream.request.caller).map { (room, $0) }
            }
            take(lost, from: stream)
        }
    }

    /// Looks at the streams that a commit may give a room, or take one from, before they are shown
    /// what it holds.
    ///
    /// - Parameter commit: not yet taken.
    func review(_ commit: CommitBatch) {
        for (name, batch) in commit.rooms where batch.changesAccess {
            for stream in Array(streams.values) { review(stream, name) }
        }
    }

    private func review(_ stream: OpenStream, _ room: RoomName) {
        let request = stream.request
        if request.rooms.contains(room) {
            guard let problem = access.problem(room, request.caller) else { return }
            take([(room, problem)], from: stream)
        } else if request.followsAll, request.rooms.count < Limits.streamRooms,
            access.problem(room, request.caller) == nil, access.owns(room, request.caller)
        {
            stream.request.rooms.append(room)
            self.room(room, for: stream).seat(stream)
            whenMoved(request.member, room, true)
        }
    }

    /// Takes a room from every stream, and forgets what is remembered of it.
    ///
    /// - Parameters:
    ///   - room: one that was taken away.
    ///   - problem: why, for its streams.
    func drop(_ room: RoomName, _ problem: Problem) {
        withdraw(room)
        for stream in Array(streams.values) where stream.request.rooms.contains(room) {
            take([(room, problem)], from: stream)
        }
    }

    /// Takes rooms from a stream, and tells why; one without any room left ends.
    private func take(_ lost: [(room: RoomName, problem: Problem)], from stream: OpenStream) {
        guard !lost.isEmpty else { return }
        let names = Set(lost.map(\.room))
        leaveSeats(stream)
        stream.request.rooms.removeAll { names.contains($0) }
        for name in stream.request.rooms { room(name, for: stream).seat(stream) }
        for (room, problem) in lost {
            stream.write(.error(room: room, problem))
            whenMoved(stream.request.member, room, false)
        }
        guard stream.request.rooms.isEmpty, !stream.request.followsAll else {
            stream.body.flush()
            return enqueue(stream)
        }
        finish(stream, with: "removed")
    }
}

import ChatClient
import ChatProtocol
import ChatTUI
import Synchronization

/// What is decided about rooms and people.
extension NetDriver {
    /// Asks for the rooms, and for what the caller is.
    ///
    /// Suspends until both have come or failed.
    ///
    /// - Parameter calls: the way to the server.
    func rooms(_ calls: ServerCalls) async -> Input? {
        // Read before anything is asked: another one may sign in before the answer is there.
        let asker = Asker(signedIn: calls.signedInName)
        let rooms = await attempt { () throws(CallFailure) in
            .rooms(try await calls.rooms(), by: asker)
        }
        // A guest is nobody whom the server knows more of; a failure is told by the rooms' own.
        if let name = asker.signedIn, calls.signedInName == name,
            let isOperator = try? await AccountCalls(over: calls.way).isOperator()
        {
            await inbox.put(.isOperator(name, isOperator))
        }
        return rooms
    }

    /// Makes a room unless it is there, and makes a member of the caller where it is public; what
    /// is there and not for the caller is refused.
    private func enter(_ room: RoomName, by asker: Asker, _ calls: ServerCalls) async -> Input {
        do throws(CallFailure) {
            var rooms = try await calls.rooms()
            if let found = rooms.first(where: { $0.name == room }) {
                if !found.isPrivate, found.role == Role.none { await join(room, calls) }
            } else {
                try await calls.change(room, RoomChange())
                rooms = try await calls.rooms()
            }
            return .entered(room, rooms, by: asker)
        } catch {
            return .notEntered(room, reason: words(for: error))
        }
    }

    /// Has the caller let in by a code; no room is made by that.
    private func enter(
        _ room: RoomName,
        with code: String,
        by asker: Asker,
        _ calls: ServerCalls
    ) async -> Input {
        guard let name = calls.signedInName else {
            return .notEntered(room, reason: "a code is for accounts; /login signs in")
        }
        do throws(CallFailure) {
            try await calls.join(room, with: code, as: name)
        } catch {
            return .notEntered(room, reason: words(for: error))
        }
        do throws(CallFailure) {
            return .entered(room, try await calls.rooms(), by: asker)
        } catch {
            // The code is used, and a second try by it may be refused.
            let words = "the code let you into #\(room), and the list of rooms did not come"
            return .notEntered(room, reason: "\(words); /join \(room) opens it")
        }
    }

    /// Makes a member of the caller; who may not be one is told so by the room's own stream, and
    /// one that is away is asked by the next `/join`.
    private func join(_ room: RoomName, _ calls: ServerCalls) async {
        guard let name = calls.signedInName else { return }
        do throws(CallFailure) {
            try await calls.set(name, in: room, MemberOrder())
        } catch {
            // The room is followed all the same.
            return
        }
    }

    /// Does what was decided about a room, or a member of it.
    ///
    /// Suspends until it is done or refused.
    ///
    /// - Parameter calls: the way to the server.
    /// - Returns: what comes of it; what is done, the room itself tells.
    func decide(_ decision: Decision, in room: RoomName, _ calls: ServerCalls) async -> Input? {
        let asker = Asker(signedIn: calls.signedInName)
        if decision == .enter { return await enter(room, by: asker, calls) }
        if case .useCode(let code) = decision {
            return await enter(room, with: code, by: asker, calls)
        }
        if decision == .join {
            await join(room, calls)
            return nil
        }
        return await order { () throws(CallFailure) in
            switch decision {
            case .member(let member, let order):
                if let words = try await refusal(of: order, about: member, in: room, calls) {
                    undone.withLock { $0 += 1 }
                    return .notDone(words)
                }
                return try await change(decision, in: room, calls) { () throws(CallFailure) in
                    try await calls.set(member, in: room, order)
                }
            case .room(let change):
                let unchanged = try await self.change(decision, in: room, calls) {
                    () throws(CallFailure) in
                    try await calls.change(room, change)
                }
                if let unchanged { await inbox.put(unchanged) }
                return .rooms(try await calls.rooms(), by: asker)
            case .destroy:
                return .destroyed(room, wasThere: try await calls.delete(room))
            case .enter, .useCode, .join: return nil
            case .invite(let terms):
                let made = try await calls.invite(to: room, uses: terms.uses, expiresIn: terms.time)
                return .inviteCode(room, made)
            }
        }
    }

    /// Why an order about a member is not given: what they are is asked for first.
    private func refusal(
        of order: MemberOrder,
        about member: MemberName,
        in room: RoomName,
        _ calls: ServerCalls
    ) async throws(CallFailure) -> String? {
        guard order.isFor != nil else { return nil }
        let found = try await calls.members(of: room).first { $0.name == member }
        return order.refusal(of: member, who: found?.role ?? Role.none, in: room)
    }

    /// Changes a room's topic.
    ///
    /// Suspends until it is done or refused.
    ///
    /// - Parameters:
    ///   - topic: the new one, empty for none.
    ///   - calls: the way to the server.
    /// - Returns: what comes of it; what is done, the room itself tells.
    func setTopic(_ topic: String, of room: RoomName, _ calls: ServerCalls) async -> Input? {
        await order { () throws(CallFailure) in
            let decision = Decision.room(RoomChange(topic: topic))
            return try await change(decision, in: room, calls) { () throws(CallFailure) in
                try await calls.setTopic(topic, of: room)
            }
        }
    }
}

// MARK: - Whether anything changed

extension NetDriver {
    /// Events that are looked through for a change; in a room in which more is said at once, it is
    /// taken for done.
    private static let searchedEvents = 50

    /// Has something changed, and looks into the room's log whether it was: the answer alone is the
    /// same where all was so before.
    private func change(
        _ decision: Decision,
        in room: RoomName,
        _ calls: ServerCalls,
        by body: () async throws(CallFailure) -> Void
    ) async throws(CallFailure) -> Input? {
        let newest = await newest(in: room, calls)
        try await body()
        guard let newest, await isUntold(decision, in: room, after: newest, calls) else {
            return nil
        }
        return .unchanged(room, decision)
    }

    /// The newest event of a room; `nil` where the caller cannot read it, who may decide all the
    /// same.
    private func newest(in room: RoomName, _ calls: ServerCalls) async -> Int64? {
        do throws(CallFailure) {
            return try await calls.history(of: room, .before(nil), limit: 1).events.last?.seq ?? 0
        } catch {
            return nil
        }
    }

    private func isUntold(
        _ decision: Decision,
        in room: RoomName,
        after seq: Int64,
        _ calls: ServerCalls
    ) async -> Bool {
        let limit = Self.searchedEvents
        do throws(CallFailure) {
            let events = try await calls.events(of: room, after: seq, limit: limit)
            return events.count < limit && !events.contains { decision.isTold(by: $0) }
        } catch {
            // It was done, and nobody knows more.
            return false
        }
    }
}

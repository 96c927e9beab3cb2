import ChatProtocol
import ChatStore

/// Somebody who may read a room.
///
/// The gate alone makes one.
struct Reader: Sendable {
    /// The room as the log names it.
    let room: RoomName
    let caller: Caller
    /// `nil` where nobody has written yet, as far as the caller may know.
    let state: RoomActor?
    /// Which made it.
    let gate: Gate

    fileprivate init(_ room: RoomName, _ state: RoomActor?, _ caller: Caller, _ gate: Gate) {
        self.room = room
        self.state = state
        self.caller = caller
        self.gate = gate
    }

    /// The room as the caller knows it.
    var shownRoom: RoomName { room.shown(to: caller.member) }

    /// Whether the caller may still read it, and no other room has its name; does not suspend.
    var isOpen: Bool {
        gate.stillReads(room, caller) && RoomMark(state).isOf(gate.rooms.room(named: room))
    }

    /// What the log says of the room.
    var facts: RoomFacts { state?.facts ?? RoomFacts(new: room) }

    /// The numbers that can be asked for, under the name that the caller knows.
    var range: ControlEvent.RoomRange {
        let range = facts.range
        return .init(room: shownRoom, oldest: range.oldest, newest: range.newest)
    }

    /// How the raw log is read: texts that were deleted are the operator's alone.
    var view: EventView { caller.identity.isOperator ? .said : .redacted }

    /// Reads a page of the room's log.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter query: of any room; it is this one's that is read.
    /// - Returns: the page, as the caller may see it.
    /// - Throws: what the store says; `roomNotFound` once the caller may not read any more, and
    ///   once the room was taken away.
    func page(
        _ query: EventQuery,
        for kind: ReadKind = .page
    ) async throws(StoreError) -> EventPage {
        let query = try bounded(query)
        var page = try await gate.traces.step(.read) { () async throws(StoreError) in
            try await gate.store.page(query, for: kind)
        }
        if room.isDirect { page.events = page.events.map { $0.shown(to: caller.member) } }
        return page
    }

    /// Reads events of the room's log, up to the query's limit.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter query: of any room; it is this one's that is read.
    /// - Returns: the events, as the caller may see them.
    /// - Throws: what ``page(_:for:)`` throws.
    func events(_ query: EventQuery) async throws(StoreError) -> [DurableEvent] {
        let query = try bounded(query)
        let events = try await gate.traces.step(.read) { () async throws(StoreError) in
            try await gate.store.events(query)
        }
        return room.isDirect ? events.map { $0.shown(to: caller.member) } : events
    }

    /// The query, of this very room, as far as the caller may still read it.
    private func bounded(_ query: EventQuery) throws(StoreError) -> EventQuery {
        guard isOpen else { throw .roomNotFound(shownRoom) }
        var query = query.reading(room)
        // It may go before it is read, here or by another server: the log looks once more.
        query.roomMadeAt = state?.facts.madeAt
        if query.view == .said { query.view = view }
        return query
    }

    // MARK: - Markers and messages

    /// How far the caller has read the room.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the number of the newest event read; `nil` for a reader without a name.
    func marker() async throws(Problem) -> Int64? {
        guard let member = caller.member else { return nil }
        return try await attempt { () async throws(StoreError) in
            try await gate.store.readMarker(of: member, in: room)
        }
    }

    /// Reads one message as it is now.
    ///
    /// Suspends while it reads.
    ///
    /// - Throws: `404 message_not_found`, `404 room_not_found` once the room was taken away, or
    ///   the store's problem.
    func message(_ seq: Int64) async throws(Problem) -> DurableEvent {
        let event = try await attempt { () async throws(StoreError) in
            try await gate.traces.step(.read) { () async throws(StoreError) in
                try await gate.store.event(
                    room: room,
                    seq: seq,
                    view: .now,
                    madeAt: state?.facts.madeAt
                )
            }
        }
        guard let event, case .message = event.content else { throw .noSuchMessage(seq) }
        return event.shown(to: caller.member)
    }
}

extension Gate {
    /// Refuses credentials that read nothing, wherever no room is named.
    ///
    /// - Throws: `403 scope` for a token that only posts.
    func admitToReading(_ caller: Caller) throws(Problem) {
        guard caller.identity.reads else { throw .scope(caller.identity.scope) }
    }

    /// Whether a room is there and a caller may read it.
    ///
    /// Does not suspend.
    ///
    /// - Parameter name: as the log names the room.
    /// - Returns: false also for a room that was taken away, and for a token that only posts.
    func sees(_ name: RoomName, _ identity: Identity) -> Bool {
        let rule = rule(name, identity)
        return rule.room != nil && rule.mayRead
    }

    /// What is decided of a caller in a room.
    ///
    /// Does not suspend.
    ///
    /// - Parameter name: as the log names the room.
    func rule(_ name: RoomName, _ identity: Identity) -> RoomRule {
        RoomRule(name: name, room: rooms.room(named: name), identity: identity, now: now)
    }

    /// The name by which the log knows the room that a caller names.
    ///
    /// - Parameter name: as the caller says it.
    /// - Returns: the name; of a direct room, that of the two.
    /// - Throws: `401 credentials_needed` or `403 accounts_needed` for the direct room of a guest.
    func known(_ name: RoomName, to caller: Caller) throws(Problem) -> RoomName {
        guard let other = name.directMember else { return name }
        guard let account = caller.identity.account else {
            _ = try self.account(caller, for: "direct rooms")
            throw .credentialsNeeded
        }
        return RoomName(of: account, and: other)
    }

    /// Lets somebody read a room that is known here, or in which nobody has written.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - name: as the caller says it.
    ///   - waits: whether a room that nobody has written to may be waited for; one that the caller
    ///     may not see is waited for just so.
    /// - Throws: `404 room_not_found`, also for a room that the caller may not see; `403 banned`;
    ///   `403 scope` for a token that only posts.
    func readerAtOnce(
        of name: RoomName,
        _ caller: Caller,
        waits: Bool = false
    ) throws(Problem) -> Reader {
        let known = try known(name, to: caller)
        let rule = rule(known, caller.identity)
        var state = rule.room
        switch rule.sight {
        case .hidden:
            guard caller.identity.covers(known) else { throw .roomNotFound(name) }
            // As if nobody had written.
            state = nil
        case .banned(let until, let reason): throw .banned(until: until, reason: reason)
        case .open: break
        }
        let mayWait = waits && (mode == .open || known.isDirect)
        guard state != nil || mayWait else { throw .roomNotFound(name) }
        try admitToReading(caller)
        return Reader(known, state, caller, self)
    }

    /// The rooms that are a caller's own: those with a role in them and the direct ones, where the
    /// caller has an account, and else all that the caller may read.
    ///
    /// Does not suspend.
    ///
    /// - Complexity: O(rooms).
    func ownReaders(_ caller: Caller) -> [Reader] {
        readers(caller).filter { owns($0.room, $0.state, caller) }
    }

    /// Whether a room is one of a caller's own.
    ///
    /// - Parameter room: one that the caller may read.
    /// - Returns: true for all rooms in open mode, and where the caller has no account.
    func owns(_ room: RoomName, _ state: RoomActor?, _ caller: Caller) -> Bool {
        guard mode == .accounts, !room.isDirect,
            case .account(let credential) = caller.identity
        else { return true }
        let role = state?.roles { $0.role(of: credential.account, at: now) } ?? .none
        return role.isMembership
    }

    /// All rooms that a caller may read, by name.
    ///
    /// Does not suspend.
    ///
    /// - Complexity: O(rooms).
    ///
    /// - Returns: none for a token that only posts.
    func readers(_ caller: Caller) -> [Reader] {
        guard caller.identity.reads else { return [] }
        let now = self.now
        return rooms.all.compactMap { name, room in
            let rule = RoomRule(name: name, room: room, identity: caller.identity, now: now)
            return rule.mayRead ? Reader(name, room, caller, self) : nil
        }
    }
}

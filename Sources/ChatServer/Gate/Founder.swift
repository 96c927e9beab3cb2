import ChatProtocol
import ChatStore

/// Somebody who may make a room or change what it is.
///
/// The gate alone makes one.
struct Founder: Sendable {
    /// As the caller says it.
    let name: RoomName
    let caller: Caller
    let author: MemberName
    /// Whether the room has to be there, or must not be.
    var conditions = ChangeConditions()
    private let gate: Gate

    fileprivate init(_ name: RoomName, _ caller: Caller, _ author: MemberName, _ gate: Gate) {
        self.name = name
        self.caller = caller
        self.author = author
        self.gate = gate
    }

    /// Charges a guest for it, once its form has been found right.
    ///
    /// - Throws: `503 draining`, or `429 rate_limited`.
    func charge() throws(Problem) { try gate.chargeGuest(author, caller) }

    /// Makes the room, or changes it.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - forget: makes everything forget a room by its name, which another server took away.
    /// - Returns: true if the room was made.
    /// - Throws: `409 room_taken` for a room that the caller may not see; `403` for what the caller
    ///   may not change; `409 too_many` for one room more than an account may make; `412` for one
    ///   that was to be new, or to be there; `401` or `403` once the credentials have ended.
    func change(_ change: RoomChange, _ forget: (RoomName) -> Void) async throws(Problem) -> Bool {
        try await find(forget)
        do throws(Problem) {
            return try await changeNow(change)
        } catch  where error.code == ProblemCode.roomNotFound.rawValue {
            // It was taken away after it was found.
            try await find(forget)
            return try await changeNow(change)
        }
    }

    /// Sees that the room that is known by the name is the one that there is, as it is.
    private func find(_ forget: (RoomName) -> Void) async throws(Problem) {
        // What is as it shall be changes nothing, so what others changed has to be known.
        try await gate.reachNewest()
        let gone = try await attempt { () async throws(StoreError) in
            try await gate.rooms.gone(name)
        }
        if let gone { gate.rooms.forget(name, gone, forget) }
        try await gate.learn(name, caller)
    }

    private func changeNow(_ change: RoomChange) async throws(Problem) -> Bool {
        let rule = gate.rule(name, caller.identity)
        guard let room = rule.room else {
            guard !conditions.changesAlone else { throw .notThereYet }
            return try await found(change)
        }
        switch rule.sight {
        case .hidden: throw .roomTaken(name)
        case .banned(let until, let reason): throw .banned(until: until, reason: reason)
        case .open: break
        }
        guard !conditions.makesAlone else { throw .alreadyThere }
        guard change != RoomChange() else { return false }
        try check(change, of: room, rule)
        let news = room.facts.news(in: change)
        guard news != RoomChange() else { return false }
        // A topic is said to all in the room, as a message is.
        let turn = news.topic != nil ? try rule.speak(author) : nil
        var draft = Draft(
            room: name,
            user: author,
            content: .room(news),
            makesRoom: false,
            roomMadeAt: room.facts.madeAt
        )
        draft.isGuest = caller.identity.isGuest
        if rule.moderates { draft.audit = [entry(.roomChanged, news)] }
        _ = try await gate.append(JudgedDraft(draft: draft, room: room, turn: turn), by: caller)
        return false
    }

    /// A topic is a moderator's where the room has an owner, and anyone's else; the rules are the
    /// owner's.
    private func check(_ change: RoomChange, of room: RoomActor, _ rule: RoomRule) throws(Problem) {
        let isOwned = !room.roles { $0.owners }.isEmpty
        let isTopicAlone = change == RoomChange(topic: change.topic)
        if isTopicAlone {
            let isAnyones = !isOwned && gate.mode == .open
            guard isAnyones || rule.moderates else { throw .moderatorNeeded }
        } else {
            _ = try gate.account(caller, for: "private rooms and rules")
            guard rule.owns else { throw .ownerNeeded }
        }
    }

    private func found(_ change: RoomChange) async throws(Problem) -> Bool {
        guard let owner = caller.identity.account, owner != .operator else {
            return try await foundUnowned(change)
        }
        _ = try gate.account(caller, for: "rooms")
        let isMade = try await gate.withLock(ofAccount: owner) { () async throws(Problem) in
            try gate.checkRooms(of: owner)
            return try await write(change, by: owner)
        }
        return try await isMade ? true : judgedAnew(change)
    }

    /// Makes the room with all that it shall be, so that nobody sees it otherwise.
    ///
    /// - Parameters:
    ///   - change: what it shall be; what every room is at its beginning is not told.
    ///   - owner: whose it is; `nil` for nobody's.
    /// - Returns: false where somebody else was quicker.
    /// - Throws: the store's problem, `429 rate_limited`, or `401` or `403` once the credentials
    ///   have ended.
    private func write(_ change: RoomChange, by owner: MemberName?) async throws(Problem) -> Bool {
        try gate.chargeRoom(name, caller)
        let news = RoomFacts(new: name).news(in: change)
        let founding = RoomFounding(
            room: name,
            author: owner ?? author,
            isOwned: owner != nil,
            change: news,
            audit: isNoted ? [entry(.roomCreated, news)] : [],
            isGuest: caller.identity.isGuest
        )
        let events = try await gate.write(by: caller) { store async throws(StoreError) in
            try await store.found(founding)
        }
        if isNoted, !events.isEmpty { gate.accounts.noted() }
        return !events.isEmpty
    }

    /// What guests make belongs to nobody, and nobody decides there.
    private var isNoted: Bool { caller.identity.account != nil }

    /// Somebody else was quicker: it is a change of that room.
    private func judgedAnew(_ change: RoomChange) async throws(Problem) -> Bool {
        // One that has no events yet may be in the log and not here.
        try await gate.rooms.learn(name, within: .seconds(2))
        guard gate.rooms.room(named: name) != nil else { throw .roomTaken(name) }
        return try await changeNow(change)
    }

    /// A guest's room belongs to nobody, and so is public; the operator's is the operator's anyway.
    private func foundUnowned(_ change: RoomChange) async throws(Problem) -> Bool {
        if !caller.identity.isOperator {
            guard gate.mode == .open else {
                _ = try gate.account(caller, for: "rooms")
                throw .credentialsNeeded
            }
            guard change == RoomChange(topic: change.topic, visibility: change.visibility),
                change.visibility != .private
            else { throw .accountsNeeded("private rooms and rules") }
        }
        // A room that is as every room is at its beginning says nothing of that.
        guard RoomFacts(new: name).news(in: change) != RoomChange() else {
            try gate.readmit(caller)
            try gate.chargeRoom(name, caller)
            _ = try await gate.rooms.room(making: name)
            if isNoted { try await gate.accounts.note(entry(.roomCreated, RoomChange())) }
            return true
        }
        return try await write(change, by: nil) ? true : judgedAnew(change)
    }

    private func entry(_ action: AuditAction, _ change: RoomChange) -> AuditEntry {
        let detail = Self.words(for: change)
        return AuditEntry(
            action,
            by: author,
            in: name,
            detail: detail.isEmpty ? nil : detail,
            at: gate.now
        )
    }

    private static func words(for change: RoomChange) -> String {
        var words: [String] = []
        if let topic = change.topic { words.append("topic: \(topic)") }
        if let visibility = change.visibility { words.append("visibility: \(visibility.rawValue)") }
        if let seconds = change.slowSeconds { words.append("slowSeconds: \(seconds)") }
        if let kept = change.retention {
            words.append("retention: \(kept.days ?? 0) days, \(kept.events ?? 0) events")
        }
        return words.joined(separator: "; ")
    }
}

extension Gate {
    /// Lets somebody make a room or change it, as far as the room's own rules allow.
    ///
    /// Does not suspend.
    ///
    /// - Parameter name: as the caller says it; no direct room, which its first message makes.
    /// - Throws: `401 credentials_needed`, `403 scope`, or `400 bad_name` for a direct room.
    func founder(of name: RoomName, _ caller: Caller) throws(Problem) -> Founder {
        guard !name.isDirect else {
            _ = try account(caller, for: "direct rooms")
            throw .badParameter("room", "a direct room is made by its first message")
        }
        let author = try author(caller)
        guard caller.identity.scope == .all else { throw .scope(caller.identity.scope) }
        guard caller.identity.covers(name) else { throw .roomNotFound(name) }
        return Founder(name, caller, author, self)
    }

    /// Refuses an account that owns as many rooms as one may.
    fileprivate func checkRooms(of owner: MemberName) throws(Problem) {
        guard roomCount(of: owner) < limits.roomsOfAccount else {
            throw .tooMany("rooms of one owner", limit: limits.roomsOfAccount)
        }
    }

    /// Refuses to make an account that owns half of what it may the owner of one room more: nobody
    /// asks it, and as the last owner it could neither leave nor make a room of its own.
    func checkGift(to owner: MemberName) throws(Problem) {
        let limit = max(1, limits.roomsOfAccount / 2)
        guard roomCount(of: owner) < limit else {
            throw .tooMany("rooms that one owner is given", limit: limit)
        }
    }

    private func roomCount(of owner: MemberName) -> Int {
        rooms.byName.values.count { room in
            room.roles { $0.role(of: owner, at: now) == .owner }
        }
    }
}

import ChatProtocol
import ChatStore
import Tracing

/// Somebody who may write in a room.
///
/// The gate alone makes one.
struct Writer: Sendable {
    /// The room as the log names it.
    let room: RoomName
    let caller: Caller
    let author: MemberName
    /// `nil` where nobody has written yet.
    let state: RoomActor?
    /// Which made it.
    let gate: Gate

    fileprivate init(_ rule: RoomRule, by author: MemberName, _ caller: Caller, _ gate: Gate) {
        room = rule.name
        state = rule.room
        self.author = author
        self.caller = caller
        self.gate = gate
    }

    /// The room as the caller knows it.
    var shownRoom: RoomName { room.shown(to: caller.member) }

    /// Which room it is.
    var mark: RoomMark { RoomMark(state) }

    /// Whether the room is the one that had its name before; another one may have it by now.
    ///
    /// - Returns: false for another one.
    func isIn(_ mark: RoomMark) -> Bool { mark.isOf(state) }

    /// Whether what others said may be deleted.
    var moderates: Bool { gate.rule(room, caller.identity).moderates }

    /// Charges a guest for one write, once its form has been found right.
    ///
    /// - Returns: what ``Gate/chargeGuest(_:_:)`` returns.
    /// - Throws: `503 draining`, or `429 rate_limited`.
    @discardableResult
    func charge() throws(Problem) -> Charge? { try gate.chargeGuest(author, caller) }

    /// Charges the author for one line, or tells how long to wait for it.
    ///
    /// - Returns: zero once it is charged.
    func rateWait() -> Duration { gate.rates.members.take(for: author, now: gate.uptime()).wait }

    /// Makes the draft of what the author says here.
    ///
    /// - Parameter key: the idempotency key that the author gave.
    func draft(_ said: SaidMessage, key: String? = nil) -> Draft {
        var message = said.message
        message.key = key
        return Draft(
            room: room,
            user: author,
            content: .message(message),
            key: key,
            // One that was there is not made anew: what was on its way into it is not everybody's.
            makesRoom: gate.mode == .open && state == nil || room.isDirect,
            expectsNoRoom: state == nil && !room.isDirect,
            roomMadeAt: state?.facts.madeAt,
            isGuest: caller.identity.isGuest
        )
    }

    /// Asks anew whether the author may write here: an upload or a two-way stream was
    /// allowed when it began.
    ///
    /// Another room may have the name by now. Does not suspend.
    ///
    /// - Parameter evenMuted: whether it may be a repeat, by its key: ``judged(_:)`` then judges
    ///   a mute.
    /// - Throws: `401 bad_credentials`, `403 banned`, `403 muted`, or `404 room_not_found`.
    func ask(evenMuted: Bool = false) throws(Problem) {
        try gate.readmit(caller)
        // Of the shared guest no credentials tell.
        _ = try gate.author(caller)
        guard mark.isOf(gate.rooms.room(named: room)) else { throw .roomNotFound(shownRoom) }
        try gate.rule(room, caller.identity).admit(author, shownRoom, evenMuted: evenMuted)
    }

    /// Asks whether a message may be said now.
    ///
    /// Does not suspend.
    ///
    /// - Returns: to be posted. One that comes too soon, or of somebody who is muted, goes to the
    ///   log if it has a key: it may give the first event again.
    /// - Throws: `429 slow_mode`.
    func judged(_ draft: Draft) throws(Problem) -> JudgedDraft {
        // The room that has the name by now: it may have been made after the writer.
        if draft.key != nil, let until = gate.rule(room, caller.identity).mutedUntil(author) {
            var draft = draft
            draft.refusal = .muted(until: until)
            return JudgedDraft(draft: draft)
        }
        // The pause first, which most rooms do not have.
        guard draft.content.isMessage, let state = state ?? gate.rooms.room(named: room),
            state.facts.slowSeconds > 0, !moderates
        else { return JudgedDraft(draft: draft) }
        do throws(StoreError) {
            let turn = try state.letSpeak(author, at: gate.now)
            return JudgedDraft(draft: draft, room: state, turn: turn)
        } catch {
            guard draft.key != nil else { throw Problem(error) }
            var draft = draft
            draft.refusal = error
            return JudgedDraft(draft: draft)
        }
    }

    /// Notes that the author is typing, here and at the other servers; the charge was taken.
    ///
    /// Suspends for a hop to the room.
    ///
    /// - Returns: what is to be announced here, if anything.
    func types() async -> EphemeralEvent? {
        guard let event = await state?.typing(author) else { return nil }
        if gate.store.isShared {
            gate.store.bus.send(.typing, TypingNotice(room: room, member: author).text)
        }
        return event
    }

    /// Posts what the author says or does; the charge was taken.
    ///
    /// Suspends until it is durable and every room has heard of it.
    ///
    /// - Returns: the event as the author gets it, new or known by its key.
    /// - Throws: a problem for the client.
    func post(_ draft: Draft) async throws(Problem) -> Appended {
        try ask(evenMuted: draft.key != nil)
        var judged = try judged(draft)
        judged.again = { () throws(Problem) in try ask(evenMuted: draft.key != nil) }
        return try await gate.append(judged, by: caller).shown(to: caller.member)
    }

    /// Posts, for a caller who has no task to suspend; the charge was taken.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - span: of the request; `nil` if it has none.
    ///   - answer: as ``ChatStore/append(_:answer:)`` calls it.
    func post(
        _ judged: JudgedDraft,
        below span: (any Tracing.Span)?,
        answer: @escaping @Sendable (Result<Appended, StoreError>) -> Void
    ) {
        guard let commit = gate.traces?.begin(.commit, below: span) else {
            return post(judged, answer: answer)
        }
        post(judged) { result in
            if case .failure = result { commit.setStatus(SpanStatus(code: .error)) }
            commit.end()
            answer(result)
        }
    }

    private func post(
        _ judged: JudgedDraft,
        answer: @escaping @Sendable (Result<Appended, StoreError>) -> Void
    ) {
        gate.store.append(judged.draft) { result in
            if case .failure(.judgedTooEarly) = result {
                guard let refusal = refusal(of: judged.draft) else {
                    return post(judged, answer: answer)
                }
                judged.end(.failure(refusal))
                return answer(.failure(refusal))
            }
            judged.end(result)
            answer(room.isDirect ? result.map { $0.shown(to: caller.member) } : result)
        }
    }

    /// Why the author may not write here any more; `nil` for who may.
    private func refusal(of draft: Draft) -> StoreError? {
        do throws(Problem) {
            try ask(evenMuted: draft.key != nil)
            return nil
        } catch {
            switch ProblemCode(rawValue: error.code) {
            case .badCredentials: return .credentialsEnded
            case .muted:
                let until = gate.rule(room, caller.identity).mutedUntil(author)
                return until.map { .muted(until: $0) } ?? .credentialsEnded
            case .banned: return .banned(until: nil, reason: nil)
            default: return .roomNotFound(shownRoom)
            }
        }
    }
}

extension Gate {
    /// Lets somebody write in a room that is known here, or makes it.
    ///
    /// Does not suspend.
    ///
    /// - Parameter name: as the caller says it.
    /// - Throws: `401 credentials_needed` or `bad_credentials`, `404 room_not_found`,
    ///   `403 banned`, `403 muted`, or `403 scope`.
    func writerAtOnce(
        in name: RoomName,
        _ caller: Caller,
        _ terms: WriteTerms = []
    ) throws(Problem) -> Writer {
        // The body may have come long after the head.
        try readmit(caller)
        let known = try known(name, to: caller)
        let rule = rule(known, caller.identity)
        try rule.admit(nil, name)
        if rule.room == nil {
            guard terms.contains(.makes), mayMake(known) else { throw .roomNotFound(name) }
        } else if !terms.contains(.takesBack), let pair = known.pair {
            guard isReachable(pair) else { throw .roomNotFound(name) }
        }
        let author = try author(caller)
        try rule.admit(author, name, evenMuted: terms.contains(.evenMuted))
        return Writer(rule, by: author, caller, self)
    }

    private func mayMake(_ name: RoomName) -> Bool {
        guard let pair = name.pair else { return mode == .open }
        return isReachable(pair)
    }

    /// Whether both members of a direct room have accounts that may come in.
    ///
    /// Does not suspend.
    ///
    /// - Parameter pair: the two, maybe the same one twice.
    /// - Returns: true for the operator too.
    func isReachable(_ pair: (MemberName, MemberName)) -> Bool {
        accounts.look { book in
            [pair.0, pair.1].allSatisfy { $0 == .operator || book.active($0) != nil }
        }
    }
}

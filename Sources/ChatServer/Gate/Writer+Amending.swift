import ChatProtocol
import ChatStore

/// Changing what was said.
extension Writer {
    /// Changes a message; the charge was taken.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter change: what is to be done.
    /// - Throws: a problem for the client.
    func amend(
        _ change: Amendment.Change,
        of seq: Int64,
        key: String?,
        reason: String? = nil
    ) async throws(Problem) {
        try ask(evenMuted: change.takesBack)
        var amendment = Amendment(
            change,
            of: seq,
            in: room,
            by: author,
            key: key,
            moderates: moderates,
            reason: reason,
            isGuest: caller.identity.isGuest
        )
        amendment.roomMadeAt = madeAt
        let isEdit = if case .edit = change { true } else { false }
        let turn = isEdit || reason != nil ? speak(&amendment) : nil
        switch try await decide(&amendment, turn) {
        case .refused(let refusal): throw Problem(refusal, of: seq)
        case .unchanged: return
        case .new: break
        }
        guard change == .delete, amendment.moderates else { return }
        try await noteDeletion(of: seq, reason)
    }

    /// Which room it is, of those that have its name one after the other.
    private var madeAt: Timestamp? { state?.facts.madeAt }

    /// What is said so to all in the room is refused where a message would be, unless it has been
    /// said already.
    private func speak(_ amendment: inout Amendment) -> RoomActor.Turn? {
        do throws(StoreError) {
            return try gate.rule(room, caller.identity).letSpeak(author)
        } catch {
            amendment.refusal = error
            return nil
        }
    }

    private func decide(
        _ amendment: inout Amendment,
        _ turn: RoomActor.Turn?
    ) async throws(Problem) -> Amended {
        var mayBeWritten = false
        defer { if !mayBeWritten, let turn { state?.takeBack(turn) } }
        do throws(Problem) {
            let amended = try await decide(&amendment)
            if case .new = amended { mayBeWritten = true }
            return amended
        } catch {
            mayBeWritten = error.code == ProblemCode.outcomeUnknown.rawValue
            throw error
        }
    }

    private func decide(_ amendment: inout Amendment) async throws(Problem) -> Amended {
        let amended = try await write(amendment)
        guard amendment.change == .delete, amended == .refused(.notYours) else { return amended }
        // Another server may have made the author a moderator a moment ago.
        try await gate.reachNewest()
        guard !amendment.moderates, moderates else { return amended }
        amendment.moderates = true
        return try await write(amendment)
    }

    private func write(_ amendment: Amendment) async throws(Problem) -> Amended {
        try await gate.write(by: caller) { store async throws(StoreError) in
            try await store.amend(amendment)
        }
    }

    /// Tells the audit of a message of somebody else that was deleted.
    private func noteDeletion(of seq: Int64, _ reason: String?) async throws(Problem) {
        // A message that cannot be read any more still was deleted.
        let author = try? await attempt { () async throws(StoreError) in
            try await gate.store.event(room: room, seq: seq, madeAt: madeAt)?.user
        }
        guard let author, author != self.author else { return }
        try await gate.accounts.note(
            AuditEntry(
                .messageDeleted,
                by: self.author,
                in: room,
                // Who talks to whom directly is theirs.
                subject: room.isDirect ? "\(seq)" : "\(seq) of \(author)",
                detail: reason,
                at: gate.now
            )
        )
    }

    /// Reads the message that the author has changed.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the message as it is now.
    /// - Throws: `404 message_not_found`, `404 room_not_found` once the room was taken away, or
    ///   the store's problem.
    func message(_ seq: Int64) async throws(Problem) -> DurableEvent {
        let event = try await attempt { () async throws(StoreError) in
            try await gate.store.event(room: room, seq: seq, view: .now, madeAt: madeAt)
        }
        guard let event, case .message = event.content else { throw .noSuchMessage(seq) }
        return event.shown(to: caller.member)
    }
}

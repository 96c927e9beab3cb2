import ChatProtocol

/// What becomes of messages that are there.
extension BatchWriter {
    /// Judges an amendment on what the log says now, the drafts of this transaction included.
    ///
    /// - Throws: when the transaction must not be committed.
    mutating func amend(_ amendment: Amendment) throws -> Result<Amended, StoreError> {
        guard let room = try find(amendment.room), room.isOf(amendment.roomMadeAt) else {
            return .failure(.roomNotFound(amendment.room))
        }
        if let key = amendment.key,
            let use = try keys.use(by: amendment.user, of: key, in: log)
        {
            let isSame = use.isOf(amendment, in: room.id)
            return .success(isSame ? .unchanged : .refused(.keyUsed))
        }
        switch try AmendmentJudge(session: session).verdict(on: amendment, room: room.id) {
        case .refused(let refusal): return .success(.refused(refusal))
        case .none: return try leave(amendment, in: room.id)
        case .change:
            if let refusal = amendment.refusal { return .failure(refusal) }
            return try append(amendment.draft).map { .new($0.event) }
        }
    }

    /// Keeps the key of what changes nothing: a repeat must not undo what was changed since.
    private mutating func leave(
        _ amendment: Amendment,
        in room: Int64
    ) throws -> Result<Amended, StoreError> {
        guard let key = amendment.key else { return .success(.unchanged) }
        // It would be kept as the account's.
        if amendment.isGuest, try guestNames.isTaken(amendment.user) {
            return .failure(.nameTaken(amendment.user))
        }
        try keys.keep(key, ofUnchanged: amendment, in: room)
        return .success(.unchanged)
    }
}

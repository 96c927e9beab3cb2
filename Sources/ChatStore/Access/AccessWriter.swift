import ChatProtocol

/// Writes changes of access inside one transaction.
struct AccessWriter {
    let session: any SQLSession

    /// Whether nothing was changed since a decision.
    ///
    /// - Parameter known: the number of what was decided on; `nil` where no other server decides.
    /// - Returns: false where something was.
    func isAt(_ known: Int64?) throws -> Bool {
        guard let known else { return true }
        return try AccessMark.read(session)?.number == known
    }

    /// Applies changes unless others were made since they were decided on.
    ///
    /// - Parameter known: as of ``isAt(_:)``.
    /// - Returns: the mark from now on; `nil` when nothing was written.
    func apply(_ changes: [AccessChange], at known: Int64?) throws -> AccessMark? {
        guard try isAt(known) else { return nil }
        for change in changes { try apply(change) }
        let mark = known == nil ? nil : try AccessMark.read(session)
        return mark ?? AccessMark()
    }

    /// Applies a change.
    ///
    /// - Parameter change: one row as it shall be.
    func apply(_ change: AccessChange) throws {
        switch change {
        case .put(let account): try session.run(Statements.putAccount, account.values)
        case .dropReads(let name): try session.run(Statements.dropReadsOf, [.text(name.folded)])
        case .putToken(let token): try session.run(Statements.putToken, token.values)
        case .dropToken(let id): try session.run(Statements.dropToken, [.text(id)])
        case .putKey(let key): try session.run(Statements.putAccountKey, key.values)
        case .dropKey(let account, let fingerprint):
            let values = [SQLValue.text(account.folded), .text(fingerprint)]
            try session.run(Statements.dropAccountKey, values)
        case .putInvite(let invite): try session.run(Statements.putInvite, invite.values)
        case .dropInvite(let key): try session.run(Statements.dropInvite, [.text(key)])
        case .putBan(let ban): try session.run(Statements.putBan, ban.values)
        case .dropBan(let id): try session.run(Statements.dropBan, [.text(id)])
        // Whoever writes has the log's lock: entries are committed in the order of their numbers.
        case .audit(let entry): try session.run(Statements.addAudit, entry.values)
        }
    }

    /// Notes on the audit what an event decides, in the transaction that adds the event.
    ///
    /// - Parameter time: of the event, which they have too.
    func note(_ entries: [AuditEntry], at time: Timestamp) throws {
        for var entry in entries {
            entry.at = time
            try apply(.audit(entry))
        }
    }
}

extension SQLValue {
    fileprivate init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
    fileprivate init(_ time: Timestamp?) { self.init(time?.milliseconds) }
}

extension Account {
    fileprivate var values: [SQLValue] {
        [
            .text(name.folded), .text(name.description), SQLValue(password),
            SQLValue(isOperator), SQLValue(isDisabled), SQLValue(isDeleted), SQLValue(createdAt),
        ]
    }
}

extension AccountToken {
    fileprivate var values: [SQLValue] {
        [
            .text(id), .text(account.description), .text(digest), .text(label),
            .text(scope.rawValue),
            SQLValue(rooms?.map(\.description).joined(separator: " ")), SQLValue(createdAt),
            SQLValue(expiresAt), SQLValue(lastUsedAt),
        ]
    }
}

extension AccountKey {
    fileprivate var values: [SQLValue] {
        [.text(account.folded), .text(fingerprint), .text(key), SQLValue(createdAt)]
    }
}

extension Invite {
    fileprivate var values: [SQLValue] {
        [
            .text(key), SQLValue(room?.description), .text(madeBy.description), .integer(uses),
            SQLValue(createdAt), SQLValue(expiresAt),
        ]
    }
}

extension ServerBan {
    fileprivate var values: [SQLValue] {
        [
            .text(id), SQLValue(name?.description), SQLValue(address), SQLValue(until),
            SQLValue(reason), .text(madeBy.description), SQLValue(createdAt),
        ]
    }
}

extension AuditEntry {
    fileprivate var values: [SQLValue] {
        [
            SQLValue(at), .text(user.description), .text(action), SQLValue(room?.description),
            SQLValue(subject), SQLValue(detail),
        ]
    }
}

package import ChatProtocol

/// Accounts, tokens, invites, bans, and the audit.
extension ChatStore {
    /// The most entries that ``audit(after:of:)`` gives; the next call goes on after the last.
    package static let auditPage = 500

    /// Reads the tables of access whole.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: all rows; the caller bounds them as it adds some.
    package func access() async throws(StoreError) -> AccessTables {
        try await database.read(.list) { [appender] session in
            let number = try appender.engine.access(session).number
            var tables = try AccessTables(session)
            tables.number = number
            return tables
        }
    }

    /// Reads what was changed of access since a number of it, and no more than that.
    ///
    /// Suspends while it reads. Only where ``isShared``.
    ///
    /// - Parameter known: the ``AccessTables/number`` of what is known.
    /// - Returns: `nil` where all has to be read: too much was changed, or too long ago.
    package func accessNews(since known: Int64) async throws(StoreError) -> AccessNews? {
        try await database.read(.list) { [appender] session in
            let number = try appender.engine.access(session).number
            return try AccessNews(session, since: known, through: number)
        }
    }

    /// Writes changes of access, all of them or none.
    ///
    /// Suspends until they are durable; cancellation does not revoke them.
    package func change(_ changes: [AccessChange]) async throws(StoreError) {
        guard !changes.isEmpty else { return }
        try await database.write { session in
            let writer = AccessWriter(session: session)
            for change in changes { try writer.apply(change) }
        }
    }

    /// Writes changes of access and the events that tell of them, all or nothing, unless another
    /// server changed any of it meanwhile: then what was decided has to be decided again.
    ///
    /// Suspends until they are durable; cancellation does not revoke them. With drafts it needs
    /// ``run(onCommit:)``.
    ///
    /// - Parameters:
    ///   - number: the ``AccessTables/number`` of what they were decided on.
    ///   - drafts: what the log tells of them. Where there are several they are removals
    ///     (``Draft/isRemoval``).
    /// - Returns: the number from now on; `nil` when nothing was written.
    /// - Throws: what the database said; `overloaded` where another one has by now what the task
    ///   has (``Hold/all``); and with drafts what ``append(_:)`` throws.
    package func change(
        _ changes: [AccessChange],
        at number: Int64,
        with drafts: [Draft] = []
    ) async throws(StoreError) -> Int64? {
        let mark = try await write(
            AccessDecision(
                changes: changes,
                number: isShared ? number : nil,
                drafts: drafts,
                holds: Hold.all
            )
        )
        // Once it is committed: one that was rolled back would look as if it were lost.
        if let mark { appender.engine.note(mark) }
        return mark?.number
    }

    private func write(_ decision: AccessDecision) async throws(StoreError) -> AccessMark? {
        guard decision.drafts.isEmpty else { return try await appender.decide(decision) }
        return try await database.write { [appender] session in
            // Others may have come to the same number in a database that went back.
            _ = try appender.engine.access(session)
            guard try session.has(decision.holds) else { throw StoreError.overloaded(limit: 1) }
            return try AccessWriter(session: session).apply(decision.changes, at: decision.number)
        }
    }

    /// Whether a name has caused an event here, or was let into a room by one, whatever account it
    /// had.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: true if it has.
    package func hasSpoken(_ name: MemberName) async throws(StoreError) -> Bool {
        try await database.read { session in
            try session.row(Statements.hasSpoken, [.text(name.folded)]) { _ in true } ?? false
        }
    }

    /// Reads what moderators and operators did.
    ///
    /// Suspends while it reads.
    ///
    /// - Complexity: O(rooms and their later entries), however much was done elsewhere.
    ///
    /// - Parameters:
    ///   - id: of the last entry that is not wanted.
    ///   - rooms: of which it is read, without what was done in others that had their names
    ///     before; `nil` is all of it.
    /// - Returns: at most ``auditPage`` entries, in order.
    package func audit(
        after id: Int64,
        of rooms: [RoomName]? = nil
    ) async throws(StoreError) -> [AuditEntry] {
        try await database.read(rooms == nil ? .lookup : .list) { session in
            let values = [SQLValue.integer(id), .integer(Int64(Self.auditPage))]
            guard let rooms else {
                return try session.rows(Statements.audit, values) { try AuditEntry(row: $0) }
            }
            var entries: [AuditEntry] = []
            for room in rooms {
                let ofRoom = [.text(room.description)] + values
                entries += try session.rows(Statements.auditOfRoom, ofRoom) {
                    try AuditEntry(row: $0)
                }
                guard entries.count > Self.auditPage else { continue }
                entries.sort { $0.id < $1.id }
                entries.removeLast(entries.count - Self.auditPage)
            }
            return entries.sorted { $0.id < $1.id }
        }
    }

    /// The number of the newest entry of the audit; 0 before the first.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: 0 or more.
    package func newestAudit() async throws(StoreError) -> Int64 {
        try await database.read { session in
            try session.row(Statements.newestAudit, []) { try $0.integer(0) } ?? 0
        }
    }
}

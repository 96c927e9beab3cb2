import ChatProtocol

/// What the servers of one log know together, beside the log. Only where ``isShared``.
extension ChatStore {
    /// Reads the numbers that tell whether something changed that is remembered.
    ///
    /// Suspends while it reads one row.
    ///
    /// - Returns: the numbers of this moment.
    package func marks() async throws(StoreError) -> SharedMarks {
        let marks = try await database.read { [appender] session in
            let access = try appender.engine.access(session).number
            return try session.row(Statements.sharedMarks, []) { row in
                SharedMarks(access: access, room: try row.integer(0), audit: try row.integer(1))
            }
        }
        guard let marks else { throw .damaged(detail: "the log has no name") }
        return marks
    }

    /// Agrees with the other servers on who is the operator.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameters:
    ///   - isAlone: whether no other server runs, so that this one's token is everybody's from now
    ///     on.
    /// - Returns: false when the others have another token.
    package func agree(
        onOperatorToken digest: String,
        isAlone: Bool
    ) async throws(StoreError) -> Bool {
        try await database.aside { session in
            // Of two that are the first, one waits here, and finds the other's.
            try session.run(Statements.adoptOperatorToken, [.text(digest)])
            let known = try session.row(Statements.operatorToken, []) { try $0.optionalText(0) }
            if known == .some(digest) { return true }
            guard isAlone else { return false }
            try session.run(Statements.setOperatorToken, [.text(digest)])
            return true
        }
    }

    // MARK: - What each has to do

    /// Tells the others what this server has to do.
    ///
    /// Suspends until it is written.
    package func note(_ load: NodeLoad) async throws(StoreError) {
        let values = [
            SQLValue.integer(load.streams), .integer(load.isDraining ? 1 : 0),
            .integer(node.number.rawValue),
        ]
        try await database.aside { try $0.run(Statements.setLoad, values) }
    }

    /// What each server has to do, as it told last.
    ///
    /// Suspends while it reads.
    package func loads() async throws(StoreError) -> [NodeNumber: NodeLoad] {
        let rows = try await database.read { session in
            try session.rows(Statements.loads, []) { row in
                let load = NodeLoad(
                    streams: try row.integer(1),
                    isDraining: try row.integer(2) != 0
                )
                return (NodeNumber(try row.integer(0)), load)
            }
        }
        return Dictionary(rows) { _, last in last }
    }
}

/// What is good once, or for one at a time, at whichever server. Only where ``isShared``.
///
/// Times are the database's, so that servers need not agree on theirs.
extension ChatStore {
    /// Keeps what a secret stands for.
    ///
    /// Suspends until it is written.
    ///
    /// - Parameter lifetime: milliseconds for which it is good.
    package func keepOnce(
        _ kind: String,
        id: String,
        value: String,
        for lifetime: Int64
    ) async throws(StoreError) {
        let values = [SQLValue.text(kind), .text(id), .text(value), .integer(lifetime)]
        try await database.aside { try $0.run(Statements.keepSecret($0.clock), values) }
    }

    /// Takes what a secret stands for, which is gone then.
    ///
    /// Suspends until that is durable.
    ///
    /// - Returns: `nil` for none, and for one that has ended.
    package func takeOnce(_ kind: String, id: String) async throws(StoreError) -> String? {
        try await database.aside { session in
            let text = Statements.takeSecret(session.clock)
            let taken = try session.row(text, [.text(kind), .text(id)]) { row in
                (value: try row.text(0), isGood: try row.integer(1) != 0)
            }
            return taken.flatMap { $0.isGood ? $0.value : nil }
        }
    }

    /// Looks at what a secret stands for, which stays.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: `nil` for none, and for one that has ended.
    package func lookOnce(_ kind: String, id: String) async throws(StoreError) -> String? {
        try await database.aside { session in
            let text = Statements.secret(session.clock)
            return try session.row(text, [.text(kind), .text(id)]) { try $0.text(0) }
        }
    }

    /// Forgets what has ended.
    ///
    /// Suspends until it is written.
    package func dropOutdated() async throws(StoreError) {
        try await database.aside { session in
            try session.run(Statements.dropOldSecrets(session.clock), [])
            let kept = SQLValue.integer(AccessNews.keptNumbers)
            try session.run(Statements.dropOldAccessChanges, [kept])
        }
    }

    /// Takes something that one at a time may have.
    ///
    /// Suspends until it is written.
    ///
    /// - Parameters:
    ///   - holder: who shall have it; no other one is called so.
    ///   - lifetime: milliseconds after which another one may take it.
    /// - Returns: false while another one has it.
    package func hold(
        _ name: String,
        by holder: String,
        for lifetime: Int64
    ) async throws(StoreError) -> Bool {
        let values = [SQLValue.text(name), .text(holder), .integer(lifetime)]
        return try await database.aside { session in
            try session.row(Statements.takeLease(session.clock), values) { _ in true } ?? false
        }
    }

    /// Keeps it for longer.
    ///
    /// Suspends until it is written.
    ///
    /// - Parameter lifetime: milliseconds after which another one may take it.
    /// - Returns: false if it was lost: another one may have had it meanwhile, and given it back.
    package func keep(
        _ name: String,
        by holder: String,
        for lifetime: Int64
    ) async throws(StoreError) -> Bool {
        let values = [SQLValue.integer(lifetime), .text(name), .text(holder)]
        return try await database.aside { session in
            try session.row(Statements.keepLease(session.clock), values) { _ in true } ?? false
        }
    }

    /// Gives it back.
    ///
    /// Suspends until it is written.
    ///
    /// - Parameter holder: who has it; what another one has stays.
    package func letGo(of name: String, by holder: String) async throws(StoreError) {
        let values = [SQLValue.text(name), .text(holder)]
        try await database.aside { try $0.run(Statements.dropLease, values) }
    }
}

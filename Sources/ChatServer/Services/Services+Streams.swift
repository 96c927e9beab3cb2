import ChatProtocol
import ChatStore

extension Services {
    /// Ends one of this server's streams with a `bye`, and tells the audit.
    ///
    /// Suspends until the audit's entry is durable.
    ///
    /// - Parameter name: the operator's who ends it.
    /// - Returns: false when there is none.
    func end(_ id: StreamID, by name: MemberName) async throws(Problem) -> Bool {
        let facts = await delivery.facts().first { $0.id == id.number }
        guard await delivery.dismiss(id) else { return false }
        try await gate.accounts.note(
            AuditEntry(
                .streamEnded,
                by: name,
                subject: facts?.member?.description,
                detail: "stream: \(id.number)",
                at: gate.now
            )
        )
        return true
    }
}

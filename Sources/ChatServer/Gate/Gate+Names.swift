import ChatProtocol
import ChatStore

/// A name speaks for one person for ever.
extension Gate {
    /// Refuses a name that is somebody's.
    ///
    /// Whoever has or had an account of it, spoke under it, or was let into a room by it, is. The
    /// operator may give away what has no account and had none.
    ///
    /// Suspends to read.
    ///
    /// - Throws: `409 name_taken`, or the store's problem.
    func checkName(_ name: MemberName, isOperator: Bool) async throws(Problem) {
        guard name != .operator, name != .guest, accounts.look({ $0.accounts[name] == nil }) else {
            throw .nameTaken(name)
        }
        guard !isOperator else { return }
        let isKnown = try await attempt { () async throws(StoreError) in
            try await store.hasSpoken(name)
        }
        // Logs of earlier versions keep those who spoke alone.
        guard !isKnown, !isInside(name) else { throw .nameTaken(name) }
    }

    /// Refuses a name under which somebody comes in whom nobody could put out without harm.
    ///
    /// - Throws: `400 bad_name` for what ``PathPart`` refuses.
    static func checkPart(_ name: MemberName) throws(Problem) {
        do {
            try PathPart.check(name.description)
        } catch {
            throw .badName(error, of: "member")
        }
    }

    /// Whether a room lets somebody in by name: an import may tell of who has no account here.
    private func isInside(_ name: MemberName) -> Bool {
        let now = self.now
        return rooms.byName.contains { room in
            if let pair = room.key.pair { return pair.0 == name || pair.1 == name }
            return room.value.roles { $0.role(of: name, at: now).isMembership }
        }
    }
}

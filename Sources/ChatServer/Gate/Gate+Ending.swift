import ChatProtocol
import ChatStore

extension Gate {
    /// Ends an account: its tokens, keys and roles; its name stays taken.
    ///
    /// Suspends until it is durable.
    ///
    /// - Parameter mark: of the password that was given for it; `nil` where none was asked for.
    /// - Throws: `404 account_not_found`, `409 last_owner`, or `401 bad_credentials`.
    func end(_ name: MemberName, by caller: Caller, mark: Int? = nil) async throws(Problem) {
        try await withLock(ofAccount: name) { () async throws(Problem) in
            try await endAlone(name, by: caller, mark)
        }
    }

    private func endAlone(
        _ name: MemberName,
        by caller: Caller,
        _ mark: Int?
    ) async throws(Problem) {
        let now = self.now
        let owned = rooms.all.filter { entry in
            entry.room.roles { $0.role(of: name, at: now) == .owner }
        }
        // What is no owner's role is missed by nobody: it may end at the same moment elsewhere.
        try await withLock(owned.map(\.name)) { () async throws(Problem) in
            try await accounts.change(by: caller, with: leaving(name)) { book throws(Problem) in
                guard var account = book.accounts[name], !account.isDeleted else {
                    throw .notFound(.accountNotFound, "account")
                }
                guard mark == nil || account.mark == mark else { throw .badCredentials }
                account.isDeleted = true
                account.isOperator = false
                account.password = nil
                let entry = AuditEntry(
                    .accountDeleted,
                    by: caller.identity.account ?? .operator,
                    subject: name.description,
                    at: now
                )
                return [.put(account)] + book.endOfCredentials(of: name) + [.audit(entry)]
            }
        }
    }

    /// Whether nobody would own a room without a member: an account that ended owns nothing, and
    /// in favour of one that is disabled, or banned from the server without an end, nobody goes who
    /// may come in.
    ///
    /// Nor does a name without an account, which an import may tell of: it takes the place of
    /// another such name alone.
    ///
    /// Does not suspend.
    ///
    /// - Returns: false for who is no owner.
    func isLastOwner(_ name: MemberName, of state: RoomActor) -> Bool {
        let owners = state.roles { $0.owners }
        guard owners.contains(name) else { return false }
        return accounts.look { book in
            let isSomebody = book.accounts[name] != nil
            let comesIn = book.comesIn(name)
            return owners.allSatisfy { owner in
                if owner == name { return true }
                if comesIn { return !book.comesIn(owner) }
                return book.accounts[owner]?.isDeleted ?? isSomebody
            }
        }
    }

    private func refuseLastOwner(
        _ name: MemberName,
        _ room: RoomName,
        _ state: RoomActor
    ) throws(Problem) {
        guard isLastOwner(name, of: state) else { return }
        var problem = Problem.lastOwner
        problem.detail += ": \(room)"
        throw problem
    }

    /// What the rooms are told of a member whose account ends, unless one would be left without an
    /// owner.
    private func leaving(_ name: MemberName) throws(Problem) -> [Draft] {
        let now = self.now
        var drafts: [Draft] = []
        for (room, state) in rooms.all {
            let role = state.roles { $0.role(of: name, at: now) }
            guard role.isMembership else { continue }
            try refuseLastOwner(name, room, state)
            var draft = Draft(
                room: room,
                user: name,
                content: .member(name, role: .none, terms: MemberTerms(was: role)),
                makesRoom: false,
                roomMadeAt: state.facts.madeAt
            )
            draft.isRemoval = true
            draft.audit = [
                AuditEntry(
                    .memberLeft,
                    by: name,
                    in: room,
                    subject: name.description,
                    detail: "the account was deleted",
                    at: now
                )
            ]
            drafts.append(draft)
        }
        return drafts
    }
}

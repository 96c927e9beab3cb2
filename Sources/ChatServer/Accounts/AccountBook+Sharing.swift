import ChatProtocol
import ChatStore

/// What another server changed, found by comparing.
extension AccountBook {
    /// Whose credentials may not hold any more.
    ///
    /// - Parameter old: what was known before.
    /// - Returns: maybe nobody; `nil` for everybody.
    /// - Complexity: O(accounts, tokens and bans).
    func concerned(since old: AccountBook) -> Set<MemberName>? {
        var names: Set<MemberName> = []
        for (name, account) in accounts where old.accounts[name] != account { names.insert(name) }
        for (digest, token) in old.tokens where tokens[digest] == nil {
            names.insert(token.account)
        }
        for (id, ban) in bans where old.bans[id] == nil {
            guard let name = ban.name else { return nil }
            names.insert(name)
        }
        return names
    }

    /// The same, with the codes of those invites that were made here: they are not kept.
    ///
    /// - Parameter old: what was known before.
    func keepingCodes(of old: AccountBook) -> AccountBook {
        var book = self
        for (key, invite) in invites {
            guard invite.code == nil, let code = old.invites[key]?.code else { continue }
            var named = invite
            named.code = code
            book.apply(.putInvite(named))
        }
        return book
    }
}

import ChatProtocol
import ChatStore

extension AccountBook {
    /// What is to be written down and dropped: the use of tokens, and what has ended.
    ///
    /// - Parameters:
    ///   - uses: when tokens were used last, by their ids.
    ///   - keptTime: milliseconds for which a token that has ended is still listed; invites and
    ///     bans are not.
    func upkeep(_ uses: [String: Timestamp], keptTime: Int64, at now: Timestamp) -> [AccessChange] {
        let tokens = tokens.values.compactMap { token -> AccessChange? in
            if let end = token.expiresAt, end.milliseconds + keptTime < now.milliseconds {
                return .dropToken(id: token.id)
            }
            guard let time = uses[token.id] else { return nil }
            var token = token
            token.lastUsedAt = time
            return .putToken(token)
        }
        let invites = invites.values.filter { $0.expiresAt <= now }
        let bans = bans.values.filter { ban in ban.until.map { $0 <= now } ?? false }
        return tokens + invites.map { .dropInvite(key: $0.key) }
            + bans.map { .dropBan(id: $0.id) }
    }
}

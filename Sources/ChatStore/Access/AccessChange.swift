package import ChatProtocol

/// One row of the tables of access, as it shall be.
package enum AccessChange: Sendable, Hashable {
    case put(Account)
    /// Takes the read marks of a name away, which is another person's from now on.
    case dropReads(of: MemberName)
    case putToken(AccountToken)
    case dropToken(id: String)
    case putKey(AccountKey)
    case dropKey(account: MemberName, fingerprint: String)
    case putInvite(Invite)
    case dropInvite(key: String)
    case putBan(ServerBan)
    case dropBan(id: String)
    case audit(AuditEntry)
}

/// All that the tables of access hold, but for the audit.
package struct AccessTables: Sendable, Hashable {
    package var accounts: [Account] = []
    package var tokens: [AccountToken] = []
    package var keys: [AccountKey] = []
    package var invites: [Invite] = []
    package var bans: [ServerBan] = []
    /// Counts the changes where several servers make them; 0 elsewhere.
    package var number: Int64 = 0

    /// Makes empty tables.
    package init() {}
}

/// What accounts, tokens, invites, bans and the audit ask and write.
extension Statements {
    static let accounts = """
        SELECT spelling, password, is_operator, is_disabled, is_deleted, created_at FROM accounts
        """

    static let account = "\(accounts) WHERE name = $1"

    static let isAccount = "SELECT 1 FROM accounts WHERE name = $1"

    /// For PostgreSQL alone, as all that looks ahead.
    static let accountsAmong = "SELECT name FROM accounts WHERE name = ANY($1::text[])"

    static let putAccount = """
        INSERT INTO accounts
        (name, spelling, password, is_operator, is_disabled, is_deleted, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (name) DO UPDATE SET spelling = excluded.spelling,
        password = excluded.password, is_operator = excluded.is_operator,
        is_disabled = excluded.is_disabled, is_deleted = excluded.is_deleted,
        created_at = excluded.created_at
        """

    static let tokens = """
        SELECT id, account, digest, label, scope, rooms, created_at, expires_at, last_used_at
        FROM tokens
        """

    static let token = "\(tokens) WHERE id = $1"

    static let putToken = """
        INSERT INTO tokens
        (id, account, digest, label, scope, rooms, created_at, expires_at, last_used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO UPDATE SET last_used_at =
        CASE WHEN excluded.last_used_at > coalesce(tokens.last_used_at, 0)
        THEN excluded.last_used_at ELSE tokens.last_used_at END
        """

    static let dropToken = "DELETE FROM tokens WHERE id = $1"

    static let accountKeys = "SELECT account, fingerprint, key, created_at FROM account_keys"

    static let accountKey = "\(accountKeys) WHERE account = $1 AND fingerprint = $2"

    static let putAccountKey = """
        INSERT INTO account_keys (account, fingerprint, key, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account, fingerprint) DO NOTHING
        """

    static let dropAccountKey = "DELETE FROM account_keys WHERE account = $1 AND fingerprint = $2"

    static let invites = "SELECT code, room, made_by, uses, created_at, expires_at FROM invites"

    static let invite = "\(invites) WHERE code = $1"

    static let putInvite = """
        INSERT INTO invites (code, room, made_by, uses, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO UPDATE SET uses = excluded.uses
        """

    static let dropInvite = "DELETE FROM invites WHERE code = $1"

    static let bans = "SELECT id, name, address, until, reason, made_by, created_at FROM bans"

    static let ban = "\(bans) WHERE id = $1"

    static let putBan = """
        INSERT INTO bans (id, name, address, until, reason, made_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING
        """

    static let dropBan = "DELETE FROM bans WHERE id = $1"

    static let addAudit = """
        INSERT INTO audit (at, user_name, action, room, subject, detail)
        VALUES ($1, $2, $3, $4, $5, $6)
        """

    static let audit = """
        SELECT id, at, user_name, action, room, subject, detail FROM audit
        WHERE id > $1 ORDER BY id LIMIT $2
        """

    /// Of the room that has the name now: by numbers, since clocks go back.
    static let auditOfRoom = """
        SELECT id, at, user_name, action, room, subject, detail FROM audit
        WHERE room = $1 AND id > $2 AND id > (SELECT coalesce(max(gone.id), 0) FROM audit AS gone
        WHERE gone.room = $1 AND gone.id > $2
        AND gone.action = '\(AuditAction.roomDeleted.rawValue)')
        ORDER BY id LIMIT $3
        """

    static let newestAudit = "SELECT coalesce(max(id), 0) FROM audit"

    static let noteSpeaker = "INSERT INTO speakers (name) VALUES ($1) ON CONFLICT DO NOTHING"

    static let hasSpoken = "SELECT 1 FROM speakers WHERE name = $1"
}

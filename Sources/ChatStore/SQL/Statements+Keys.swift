/// Idempotency keys: those of events, and those of changes that changed nothing.
extension Statements {
    /// What a key was used for: 1 and where its event lies, or has lain; or 0 and the hash of a
    /// change without one.
    static let useOfKey = """
        SELECT 1, position FROM keys WHERE member = $1 AND idempotency_key = $2 AND at > $3
        UNION ALL SELECT 0, change FROM unchanged_keys
        WHERE member = $1 AND idempotency_key = $2 AND at > $3
        """

    static let eventOfKey = """
        SELECT \(eventColumns) FROM events WHERE position = $1 AND \(isThere)
        """

    /// Which of some keys are kept, expired ones too; its values are arrays of PostgreSQL's.
    static let usedKeys = """
        SELECT member, idempotency_key
        FROM unnest($1::text[], $2::text[]) AS asked(owner, key)
        JOIN keys ON member = asked.owner AND idempotency_key = asked.key
        UNION ALL SELECT member, idempotency_key
        FROM unnest($1::text[], $2::text[]) AS asked(owner, key)
        JOIN unchanged_keys ON member = asked.owner AND idempotency_key = asked.key
        """

    static let keepKey = """
        INSERT INTO keys (position, member, idempotency_key, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (member, idempotency_key)
        DO UPDATE SET position = excluded.position, at = excluded.at
        """

    static let keepUnchangedKey = """
        INSERT INTO unchanged_keys (member, idempotency_key, change, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (member, idempotency_key)
        DO UPDATE SET change = excluded.change, at = excluded.at
        """

    /// Looks at the oldest keys alone, so that it costs the same whether or not one has expired.
    static let dropOldKeys = """
        DELETE FROM keys WHERE at <= $1 AND position IN
        (SELECT position FROM keys ORDER BY position LIMIT $2)
        """

    /// Lets keys of a time to come have been used now: they lie before later ones.
    static let ageKeys = "UPDATE keys SET at = $1 WHERE at > $1"

    static let dropOldUnchangedKeys = """
        DELETE FROM unchanged_keys WHERE (member, idempotency_key) IN
        (SELECT member, idempotency_key FROM unchanged_keys WHERE at <= $1 ORDER BY at LIMIT $2)
        """

    /// When the oldest key of all was used; null without one.
    static let oldestKey = """
        SELECT min(at) FROM (SELECT (SELECT at FROM keys ORDER BY position LIMIT 1) AS at
        UNION ALL SELECT min(at) FROM unchanged_keys) AS oldest
        """
}

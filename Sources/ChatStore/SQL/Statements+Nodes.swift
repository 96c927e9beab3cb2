/// What the servers of one log keep for each other.
extension Statements {
    // MARK: - What is remembered

    static let sharedMarks = """
        SELECT (SELECT coalesce(max(id), 0) FROM rooms), (SELECT coalesce(max(id), 0) FROM audit)
        """

    /// The number of changes of access, the newest one's mark, and that of the newest up to a
    /// number, which is its value.
    static let accessMark = """
        SELECT access_number,
        (SELECT mark FROM access_changes ORDER BY number DESC, mark LIMIT 1),
        (SELECT mark FROM access_changes WHERE number <= $1 ORDER BY number DESC, mark LIMIT 1)
        FROM log
        """

    /// The rows of access that were changed; its values: the number since when, and a limit.
    static let accessChanges = """
        SELECT DISTINCT kind, id, detail FROM access_changes WHERE number > $1 LIMIT $2
        """

    static let dropOldAccessChanges = """
        DELETE FROM access_changes WHERE number <= (SELECT access_number FROM log) - $1
        """

    static let operatorToken = "SELECT operator_token_sha256 FROM meta"

    static let adoptOperatorToken = """
        UPDATE meta SET operator_token_sha256 = $1 WHERE operator_token_sha256 IS NULL
        """

    static let setOperatorToken = "UPDATE meta SET operator_token_sha256 = $1"

    static let setLoad = "UPDATE nodes SET streams = $1, is_draining = $2 WHERE id = $3"

    static let loads = "SELECT id, streams, is_draining FROM nodes"

    // MARK: - Who is here

    static let addPresence = """
        INSERT INTO presence (node, room, member, name) VALUES ($1, $2, $3, $4)
        ON CONFLICT (node, room, member) DO NOTHING
        """

    static let dropPresence = "DELETE FROM presence WHERE node = $1 AND room = $2 AND member = $3"

    static let clearPresence = "DELETE FROM presence WHERE node = $1"

    static let presence = "SELECT node, room, name FROM presence WHERE node <> $1"

    // MARK: - What is used once

    /// What a secret stands for, while it is good.
    static func secret(_ clock: String) -> String {
        "SELECT value FROM single_use WHERE kind = $1 AND id = $2 AND expires_at > \(clock)"
    }

    /// Keeps what a secret stands for, for so many milliseconds.
    static func keepSecret(_ clock: String) -> String {
        """
        INSERT INTO single_use (kind, id, value, expires_at) VALUES ($1, $2, $3, \(clock) + $4)
        """
    }

    /// Takes what a secret stands for.
    static func takeSecret(_ clock: String) -> String {
        """
        DELETE FROM single_use WHERE kind = $1 AND id = $2
        RETURNING value, CASE WHEN expires_at > \(clock) THEN 1 ELSE 0 END
        """
    }

    /// Forgets what has ended.
    static func dropOldSecrets(_ clock: String) -> String {
        "DELETE FROM single_use WHERE expires_at <= \(clock)"
    }

    /// Takes something that one at a time has.
    static func takeLease(_ clock: String) -> String {
        """
        INSERT INTO single_use (kind, id, value, expires_at)
        VALUES ('lease', $1, $2, \(clock) + $3)
        ON CONFLICT (kind, id) DO UPDATE
        SET value = excluded.value, expires_at = excluded.expires_at
        WHERE single_use.value = excluded.value OR single_use.expires_at <= \(clock)
        RETURNING 1
        """
    }

    /// Keeps for longer what one has, also where its time is over and nobody took it.
    static func keepLease(_ clock: String) -> String {
        """
        UPDATE single_use SET expires_at = \(clock) + $1
        WHERE kind = 'lease' AND id = $2 AND value = $3
        RETURNING 1
        """
    }

    /// Finds what one has still, and lets nobody take it before the transaction ends.
    static let lockLease = """
        UPDATE single_use SET value = value WHERE kind = 'lease' AND id = $1 AND value = $2
        RETURNING 1
        """

    static let dropLease = """
        DELETE FROM single_use WHERE kind = 'lease' AND id = $1 AND value = $2
        """

    // MARK: - Files

    /// Begins to keep a file, or notes that it was asked for.
    static func beginFile(_ clock: String) -> String {
        """
        INSERT INTO files (sha256, size, whole, kept_at) VALUES ($1, $2, 0, \(clock))
        ON CONFLICT (sha256) DO UPDATE SET kept_at = excluded.kept_at RETURNING whole
        """
    }

    static let addFilePart = """
        INSERT INTO file_parts (sha256, part, bytes) VALUES ($1, $2, $3)
        ON CONFLICT (sha256, part) DO NOTHING
        """

    static let finishFile = "UPDATE files SET whole = 1 WHERE sha256 = $1"

    static let fileSize = "SELECT size FROM files WHERE sha256 = $1 AND whole = 1"

    static let filePart = "SELECT bytes FROM file_parts WHERE sha256 = $1 AND part = $2"

    static let files = "SELECT sha256, size, whole FROM files"

    /// Removes a file that was not asked for in so many milliseconds.
    static func dropFile(_ clock: String) -> String {
        "DELETE FROM files WHERE sha256 = $1 AND kept_at < \(clock) - $2 RETURNING 1"
    }

    static let dropFileParts = "DELETE FROM file_parts WHERE sha256 = $1"
}

#if Postgres
/// What tells servers which rows of access were changed: the fourth migration.
extension PostgresTables {
    /// Adds a table that older programs fill too, without knowing of it.
    ///
    /// When a token was used last changes the number, since that is written as an insertion, and
    /// names no row.
    static let accessChanges =
        [
            """
            CREATE TABLE access_changes (
                number bigint NOT NULL,
                kind \(word) NOT NULL,
                id \(word) NOT NULL,
                detail \(word) NOT NULL
            )
            """,
            "CREATE INDEX access_changes_by_number ON access_changes (number)",
            // The number is the one that `count_access` gives once the statement is through.
            """
            CREATE FUNCTION note_access() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE changed jsonb;
            BEGIN
                changed := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
                INSERT INTO access_changes (number, kind, id, detail)
                SELECT access_number + 1, TG_TABLE_NAME, changed ->> TG_ARGV[0],
                coalesce(changed ->> TG_ARGV[1], '') FROM log;
                RETURN NULL;
            END $$
            """,
            noting("accounts", "INSERT OR UPDATE OR DELETE", "name"),
            noting("tokens", "INSERT OR DELETE", "id"),
            noting("account_keys", "INSERT OR UPDATE OR DELETE", "account", "fingerprint"),
            noting("invites", "INSERT OR UPDATE OR DELETE", "code"),
            noting("bans", "INSERT OR UPDATE OR DELETE", "id"),
        ]

    /// Tells the changes of a number from others that got it after an earlier state was put back.
    ///
    /// What is there gets none: the table would be written anew, under those who read it.
    static let accessMarks = [
        "ALTER TABLE access_changes ADD COLUMN mark bigint",
        """
        ALTER TABLE access_changes ALTER COLUMN mark
        SET DEFAULT (random() * 9007199254740991)::bigint
        """,
    ]

    private static func noting(
        _ table: String,
        _ changes: String,
        _ id: String,
        _ detail: String = ""
    ) -> String {
        """
        CREATE TRIGGER note_access AFTER \(changes) ON \(table)
        FOR EACH ROW EXECUTE FUNCTION note_access('\(id)', '\(detail)')
        """
    }
}
#endif

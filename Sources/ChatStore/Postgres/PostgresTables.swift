#if Postgres
/// The statements of the migrations of ``PostgresSchema``.
enum PostgresTables {
    static let word = #"text COLLATE "C""#

    /// All tables, as SQLite has them in its newest schema.
    static let first =
        log + access + [
            "CREATE INDEX events_by_room ON events (room, position)",
            "CREATE INDEX events_by_file ON events (file_sha256) WHERE file_sha256 IS NOT NULL",
            "CREATE INDEX events_imported ON events (room, at) WHERE logged_at IS NOT NULL",
            "CREATE INDEX events_edits ON events (room, target) WHERE type = 'edit'",
            "CREATE INDEX audit_by_room ON audit (room) WHERE room IS NOT NULL",
        ]

    /// 1 where the member shows others how far the room is read.
    ///
    /// A program that does not know of it leaves it as it is, and shows nothing by itself.
    static let shownReads = ["ALTER TABLE reads ADD COLUMN is_shown int NOT NULL DEFAULT 0"]

    /// The keys of changes that changed nothing.
    ///
    /// A program that does not know of them judges a repeat of such a change anew.
    static let unchangedKeys = [
        """
        CREATE TABLE unchanged_keys (
            member \(word) NOT NULL,
            idempotency_key \(word) NOT NULL,
            change bigint NOT NULL,
            at bigint NOT NULL,
            PRIMARY KEY (member, idempotency_key)
        )
        """,
        "CREATE INDEX unchanged_keys_by_age ON unchanged_keys (at)",
    ]

    /// Finds the marks that go with a room.
    static let readsByRoom = ["CREATE INDEX reads_by_room ON reads (room)"]

    private static let log = [
        "CREATE TABLE meta (schema int NOT NULL, readable_by int NOT NULL)",
        """
        CREATE TABLE log (
            id int PRIMARY KEY CHECK (id = 1),
            name \(word) NOT NULL,
            removed bigint NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE rooms (
            id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name \(word) NOT NULL UNIQUE,
            topic \(word) NOT NULL,
            visibility \(word) NOT NULL,
            created_at bigint NOT NULL,
            slow_seconds bigint NOT NULL DEFAULT 0,
            keep_days bigint,
            keep_events bigint,
            removed_through bigint NOT NULL DEFAULT 0,
            is_deleted int NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE events (
            position bigint PRIMARY KEY,
            room int NOT NULL,
            seq bigint NOT NULL,
            at bigint NOT NULL,
            user_name \(word) NOT NULL,
            type \(word) NOT NULL,
            text \(word),
            target bigint,
            reply_to bigint,
            kind \(word),
            message_key \(word),
            emoji \(word),
            is_on int,
            topic \(word),
            visibility \(word),
            member \(word),
            role \(word),
            file_name \(word),
            file_size bigint,
            file_type \(word),
            file_sha256 \(word),
            file_url \(word),
            logged_at bigint,
            clock_behind int,
            detail \(word),
            withdrawn int,
            UNIQUE (room, seq)
        )
        """,
        """
        CREATE TABLE keys (
            position bigint PRIMARY KEY,
            member \(word) NOT NULL,
            idempotency_key \(word) NOT NULL,
            at bigint NOT NULL,
            UNIQUE (member, idempotency_key)
        )
        """,
        """
        CREATE TABLE members (
            room \(word) NOT NULL,
            member \(word) NOT NULL,
            name \(word) NOT NULL,
            role \(word) NOT NULL,
            until bigint,
            muted_until bigint,
            reason \(word),
            PRIMARY KEY (room, member)
        )
        """,
        """
        CREATE TABLE reads (
            member \(word) NOT NULL,
            room \(word) NOT NULL,
            seq bigint NOT NULL,
            PRIMARY KEY (member, room)
        )
        """,
        """
        CREATE TABLE amendments (
            message bigint PRIMARY KEY,
            new_text \(word),
            edited_at bigint,
            is_deleted int NOT NULL,
            counts \(word)
        )
        """,
        """
        CREATE TABLE reactions (
            message bigint NOT NULL,
            emoji \(word) NOT NULL,
            member \(word) NOT NULL,
            PRIMARY KEY (message, emoji, member)
        )
        """,
    ]

    private static let access = [
        """
        CREATE TABLE accounts (
            name \(word) PRIMARY KEY,
            spelling \(word) NOT NULL,
            password \(word),
            is_operator int NOT NULL,
            is_disabled int NOT NULL,
            is_deleted int NOT NULL,
            created_at bigint NOT NULL
        )
        """,
        """
        CREATE TABLE tokens (
            id \(word) PRIMARY KEY,
            account \(word) NOT NULL,
            digest \(word) NOT NULL UNIQUE,
            label \(word) NOT NULL,
            scope \(word) NOT NULL,
            rooms \(word),
            created_at bigint NOT NULL,
            expires_at bigint,
            last_used_at bigint
        )
        """,
        """
        CREATE TABLE account_keys (
            account \(word) NOT NULL,
            fingerprint \(word) NOT NULL,
            key \(word) NOT NULL,
            created_at bigint NOT NULL,
            PRIMARY KEY (account, fingerprint)
        )
        """,
        """
        CREATE TABLE invites (
            code \(word) PRIMARY KEY,
            room \(word),
            made_by \(word) NOT NULL,
            uses bigint NOT NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL
        )
        """,
        """
        CREATE TABLE bans (
            id \(word) PRIMARY KEY,
            name \(word),
            address \(word),
            until bigint,
            reason \(word),
            made_by \(word) NOT NULL,
            created_at bigint NOT NULL
        )
        """,
        """
        CREATE TABLE audit (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at bigint NOT NULL,
            user_name \(word) NOT NULL,
            action \(word) NOT NULL,
            room \(word),
            subject \(word),
            detail \(word)
        )
        """,
        "CREATE TABLE speakers (name \(word) PRIMARY KEY)",
    ]
}
#endif

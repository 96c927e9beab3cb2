/// The tables of accounts, of what rooms allow, and of what was deleted, as a migration.
enum SchemaOfAccess {
    /// The statements of the migration.
    ///
    /// The column `detail` holds the fields of an event that have no column, as a JSON object. The
    /// column `withdrawn` is 1 where the text was deleted. Names are folded. An account that was
    /// deleted keeps its row, so that its name is never given out again. The names in `speakers`
    /// have caused an event, or were let into a room by one.
    static let tables = """
        ALTER TABLE events ADD COLUMN detail TEXT;
        ALTER TABLE events ADD COLUMN withdrawn INTEGER;
        CREATE INDEX events_edits ON events (room, target) WHERE type = 'edit';
        ALTER TABLE log ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rooms ADD COLUMN slow_seconds INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rooms ADD COLUMN keep_days INTEGER;
        ALTER TABLE rooms ADD COLUMN keep_events INTEGER;
        ALTER TABLE rooms ADD COLUMN removed_through INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rooms ADD COLUMN is_deleted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE members ADD COLUMN until INTEGER;
        ALTER TABLE members ADD COLUMN muted_until INTEGER;
        ALTER TABLE members ADD COLUMN reason TEXT;
        CREATE TABLE accounts (
            name TEXT PRIMARY KEY,
            spelling TEXT NOT NULL,
            password TEXT,
            is_operator INTEGER NOT NULL,
            is_disabled INTEGER NOT NULL,
            is_deleted INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE tokens (
            id TEXT PRIMARY KEY,
            account TEXT NOT NULL,
            digest TEXT NOT NULL UNIQUE,
            label TEXT NOT NULL,
            scope TEXT NOT NULL,
            rooms TEXT,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE account_keys (
            account TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            key TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (account, fingerprint)
        ) WITHOUT ROWID;
        CREATE TABLE invites (
            code TEXT PRIMARY KEY,
            room TEXT,
            made_by TEXT NOT NULL,
            uses INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE bans (
            id TEXT PRIMARY KEY,
            name TEXT,
            address TEXT,
            until INTEGER,
            reason TEXT,
            made_by TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            user_name TEXT NOT NULL,
            action TEXT NOT NULL,
            room TEXT,
            subject TEXT,
            detail TEXT
        );
        CREATE INDEX audit_by_room ON audit (room) WHERE room IS NOT NULL;
        CREATE TABLE speakers (
            name TEXT PRIMARY KEY
        ) WITHOUT ROWID;
        INSERT INTO speakers SELECT DISTINCT lower(user_name) FROM events;
        """
}

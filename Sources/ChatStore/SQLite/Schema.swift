import ChatProtocol
import GRDB

/// The tables in SQLite, as numbered migrations.
///
/// The number of the last one is the file's `user_version`; the file's `application_id` says that
/// it is ours. Source: https://www.sqlite.org/fileformat2.html, sections 1.3.
enum Schema {
    /// "Burb", by which `file` and this program know the database.
    static let applicationID: Int32 = 0x4275_7262
    /// The schema that this program writes.
    static var version: Int { migrations.count }

    /// Migration `n` is at index `n - 1`, and is never changed once it was released.
    private static let migrations = [
        firstTables, numberedRooms, messageStates, importedEvents, filesIndex, clockBehind,
        access, shownReads, unchangedKeys, readsByRoom, formerNames,
    ]

    /// The first version in which rooms have numbers.
    static let numberingVersion = 2
    /// The first version in which events are removed.
    static let removingVersion = 7

    /// A number for the room of an event, where rooms have none.
    static let oldRoomNumber = "dense_rank() OVER (ORDER BY room)"

    /// Names that the log had, each with the last position that holds under it.
    ///
    /// A copy of an older log has them already.
    static let formerNames = """
        CREATE TABLE IF NOT EXISTS former_names (name TEXT PRIMARY KEY, through INTEGER NOT NULL)
        WITHOUT ROWID;
        """

    /// Finds the marks that go with a room; one that is moved forward does not change it.
    private static let readsByRoom = "CREATE INDEX reads_by_room ON reads (room)"

    /// The keys of changes that changed nothing, which have no event; `change` is what
    /// ``Amendment/hash(in:)`` makes of each.
    private static let unchangedKeys = """
        CREATE TABLE unchanged_keys (
            member TEXT NOT NULL,
            idempotency_key TEXT NOT NULL,
            change INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (member, idempotency_key)
        ) WITHOUT ROWID;
        CREATE INDEX unchanged_keys_by_age ON unchanged_keys (at);
        """

    /// 1 where the member shows others how far the room is read; a mark of before shows nothing.
    private static let shownReads = """
        ALTER TABLE reads ADD COLUMN is_shown INTEGER NOT NULL DEFAULT 0;
        """

    /// Who may do what: accounts and what belongs to them, the rules of rooms, and the audit.
    private static let access = SchemaOfAccess.tables

    /// True of events for which the clock stood before the log's time, which they have in
    /// `logged_at`; null for all others.
    ///
    /// The states of messages are made again, in which each emoji has one form now.
    private static let clockBehind = """
        ALTER TABLE events ADD COLUMN clock_behind INTEGER;
        """

    /// The migrations after which the states of messages are made from the log.
    private static let rebuildingStates = [3, 6, 7]

    /// Finds the messages with a file, of which a log has few; no other message has an entry.
    private static let filesIndex = """
        CREATE INDEX events_by_file ON events (file_sha256) WHERE file_sha256 IS NOT NULL;
        """

    /// When an imported event was logged; null for all others: they were logged as they happened.
    ///
    /// The index holds imported events alone: a post does not pay for it.
    private static let importedEvents = """
        ALTER TABLE events ADD COLUMN logged_at INTEGER;
        CREATE INDEX events_imported ON events (room, at) WHERE logged_at IS NOT NULL;
        """

    /// What later events did to messages, by the message's position.
    ///
    /// The rows are made of the log by ``MessageStates/rebuild()``.
    private static let messageStates = """
        CREATE TABLE amendments (
            message INTEGER PRIMARY KEY,
            new_text TEXT,
            edited_at INTEGER,
            is_deleted INTEGER NOT NULL,
            counts TEXT
        );
        CREATE TABLE reactions (
            message INTEGER NOT NULL,
            emoji TEXT NOT NULL,
            member TEXT NOT NULL,
            PRIMARY KEY (message, emoji, member)
        ) WITHOUT ROWID;
        """

    /// The same tables for one connection alone, where they hide the real ones.
    static let temporaryStates = messageStates.replacing("CREATE TABLE", with: "CREATE TEMP TABLE")

    /// Room numbers in place of names, and one index entry for each event instead of two.
    ///
    /// What a commit changes is what it has to write. `log` and `rooms` hold no count that the
    /// newest events tell as well.
    private static let numberedRooms = """
        CREATE TABLE numbered_rooms (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            topic TEXT NOT NULL,
            visibility TEXT NOT NULL,
            created_at INTEGER NOT NULL
        );
        INSERT INTO numbered_rooms (name, topic, visibility, created_at)
        SELECT name, topic, visibility, created_at FROM rooms ORDER BY name;
        CREATE TABLE numbered_events (
            position INTEGER PRIMARY KEY,
            room INTEGER NOT NULL,
            \(firstColumns)
        );
        INSERT INTO numbered_events
        SELECT position, (SELECT id FROM numbered_rooms WHERE name = events.room), seq, at,
            user_name, type, text, target, reply_to, kind, message_key, emoji, is_on, topic,
            visibility, member, role, file_name, file_size, file_type, file_sha256, file_url
        FROM events ORDER BY position;
        DROP TABLE events;
        DROP TABLE rooms;
        ALTER TABLE numbered_events RENAME TO events;
        ALTER TABLE numbered_rooms RENAME TO rooms;
        CREATE INDEX events_by_room ON events (room);
        ALTER TABLE log DROP COLUMN last_position;
        ALTER TABLE log DROP COLUMN last_at;
        """

    /// What the first two versions keep of an event, beside its position and room.
    private static let firstColumns = """
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        user_name TEXT NOT NULL,
        type TEXT NOT NULL,
        text TEXT,
        target INTEGER,
        reply_to INTEGER,
        kind TEXT,
        message_key TEXT,
        emoji TEXT,
        is_on INTEGER,
        topic TEXT,
        visibility TEXT,
        member TEXT,
        role TEXT,
        file_name TEXT,
        file_size INTEGER,
        file_type TEXT,
        file_sha256 TEXT,
        file_url TEXT
        """

    private static let firstTables = """
        CREATE TABLE log (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            name TEXT NOT NULL,
            last_position INTEGER NOT NULL,
            last_at INTEGER NOT NULL
        );
        CREATE TABLE rooms (
            name TEXT PRIMARY KEY,
            topic TEXT NOT NULL,
            visibility TEXT NOT NULL,
            last_seq INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            room TEXT NOT NULL,
            \(firstColumns)
        );
        CREATE UNIQUE INDEX events_by_seq ON events (room, seq);
        CREATE INDEX events_by_position ON events (room, position, type);
        CREATE TABLE keys (
            position INTEGER PRIMARY KEY,
            member TEXT NOT NULL,
            idempotency_key TEXT NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (member, idempotency_key)
        );
        CREATE TABLE members (
            room TEXT NOT NULL,
            member TEXT NOT NULL,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            PRIMARY KEY (room, member)
        ) WITHOUT ROWID;
        CREATE TABLE reads (
            member TEXT NOT NULL,
            room TEXT NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (member, room)
        ) WITHOUT ROWID;
        """

    /// Brings a database to a version in one transaction, and the file's header with it.
    ///
    /// - Parameters:
    ///   - database: the writer, outside a transaction.
    ///   - version: 1 to ``version``; an older one is for tests.
    ///   - drawName: draws the name of a log that is new.
    /// - Throws: `newer` before anything is written, or what SQLite said.
    static func migrate(
        _ database: Database,
        to version: Int = version,
        drawName: () -> LogName
    ) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw StoreError.newer(found: found, known: version) }
        guard found < version else { return }
        try database.inTransaction(.immediate) {
            for number in found..<version {
                try database.execute(sql: migrations[number])
                if number == 0 { try nameLog(drawName(), in: database) }
            }
            // Once all columns are there, which reading an event asks for.
            if version >= removingVersion,
                rebuildingStates.contains(where: { (found + 1...version).contains($0) })
            {
                try MessageStates(session: SQLiteSession(database: database)).rebuild()
            }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
        // The header of the file itself shall tell the version to whoever reads only that.
        try database.checkpoint(.truncate)
    }

    private static func nameLog(_ name: LogName, in database: Database) throws {
        let values: StatementArguments = [
            name.description, Timestamp.bounds.lowerBound,
        ]
        let text = "INSERT INTO log (id, name, last_position, last_at) VALUES (1, ?, 0, ?)"
        try database.execute(sql: text, arguments: values)
    }
}

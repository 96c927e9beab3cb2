import ChatProtocol
import GRDB

/// Whether a data folder's log holds what a log must hold.
///
/// It reads beside a server that runs, on one state of the log, and changes nothing.
package struct LogCheck {
    /// Lines of SQLite's own check that are told.
    private static let toldLines = 10

    private let folder: String
    private let path: String
    private let reader: LogReader

    /// Opens the log.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameter name: of the database's file in it.
    /// - Throws: `damaged`, also where a log was lost; `newer`; or `unavailable`, also when there
    ///   is no log or it is in a database.
    package init(folder: String, name: String = "burble.sqlite") throws(StoreError) {
        self.folder = folder
        path = folder + "/" + name
        if try FileHead(path: path)?.size ?? 0 == 0 {
            if let mark = try MovedMark(in: folder) {
                throw .unavailable("the log of \(folder) is in \(mark.place)")
            }
            try DataFolder.refuseLostLog(in: folder)
        }
        reader = try LogReader(path: path)
    }

    /// Looks at everything: the file's pages, its tables, the numbers, each event, what was made of
    /// the log beside it, and the search index.
    ///
    /// Blocks for as long as it takes to read the whole log.
    ///
    /// - Parameter begin: told each part as its turn comes.
    /// - Returns: what was found, and the files that the log refers to.
    /// - Throws: what keeps it from being read at all.
    package func run(
        _ begin: (String) -> Void
    ) throws(StoreError) -> (findings: [CheckFinding], files: [SharedFile]) {
        try reader.read { database in
            begin("pages")
            var findings = [try pages(database)]
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let isOlder = version != Schema.version
            if isOlder {
                let words =
                    "schema \(version); the server makes it \(Schema.version) when it starts, and "
                    + "then all of it can be checked"
                findings.append(.init("tables", .note, words))
            }
            for (name, look) in isOlder ? Self.partsOfAny(version) : Self.parts {
                begin(name)
                // What cannot be read any more is a finding, and the other parts have theirs.
                do { findings += try look(database) } catch {
                    findings.append(.init(name, .fault, "\(StoreError(sqlite: error))"))
                }
            }
            // The index of an older version is made anew.
            if !isOlder { begin("search") }
            // Of a log that cannot tell its name it was told already.
            if !isOlder, let head = try? Self.head(database) { findings.append(search(head)) }
            // Where they cannot be read, what is read of the log has its fault or its note already.
            return (findings, (try? Self.files(database)) ?? [])
        }
    }

    private typealias Look = (Database) throws -> [CheckFinding]

    private static var parts: [(String, Look)] {
        let first: [(String, Look)] = [("tables", { try TableCheck($0).findings() })]
        let last: [(String, Look)] = [
            ("events", EventCheck.findings), ("keys", keys), ("states", states),
        ]
        return first + partsOfAny(Schema.version) + last
    }

    /// What can be looked at in a log that was not migrated yet.
    private static func partsOfAny(_ version: Int) -> [(String, Look)] {
        [("numbers", { try numbers($0, schema: version) })]
    }

    // MARK: - The parts

    private func pages(_ database: Database) throws -> CheckFinding {
        let sql = "PRAGMA integrity_check(\(Self.toldLines))"
        let lines = try String.fetchAll(database, sql: sql)
        guard lines == ["ok"] else {
            return .init("pages", .fault, lines.joined(separator: "; "))
        }
        return .init("pages", .sound, "SQLite's integrity check finds nothing")
    }

    private static func numbers(
        _ database: Database,
        schema version: Int
    ) throws -> [CheckFinding] {
        var check = NumberCheck()
        if version >= Schema.removingVersion {
            let sql = "SELECT id FROM rooms WHERE removed_through > 0 OR is_deleted = 1"
            check = NumberCheck(
                removed: try Int64.fetchOne(database, sql: "SELECT removed FROM log") ?? 0,
                shortened: Set(try Int64.fetchAll(database, sql: sql))
            )
        }
        let room = version >= Schema.numberingVersion ? "room" : Schema.oldRoomNumber
        let sql = "SELECT position, \(room), seq FROM events ORDER BY position"
        try SQLiteSession(database: database).run(sql, []) { row in
            check.take(
                position: try row.integer(0),
                room: try row.integer(1),
                seq: try row.integer(2)
            )
            return true
        }
        check.finish()
        let words = "numbered without a hole: events \(check.events), rooms \(check.rooms)"
        return check.faults.findings(of: "numbers", sound: words)
    }

    private static func keys(_ database: Database) throws -> [CheckFinding] {
        let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM keys") ?? 0
        let sql = """
            SELECT count(*) FROM keys WHERE NOT EXISTS
                (SELECT 1 FROM events WHERE events.position = keys.position)
            """
        let lost = try Int.fetchOne(database, sql: sql) ?? 0
        guard lost > 0 else {
            return [.init("keys", .sound, "each has its event: \(count)")]
        }
        // A key outlasts an event that was removed.
        let removed = try Int.fetchOne(database, sql: "SELECT removed FROM log") ?? 0
        let beyond = try Int.fetchOne(database, sql: keysBeyondTheLog) ?? 0
        guard lost > removed || beyond > 0 else {
            let words = "each has its event, or one that was removed: \(count)"
            return [.init("keys", .sound, words)]
        }
        return [.init("keys", .fault, "\(lost) of \(count) idempotency keys have no event")]
    }

    private static let keysBeyondTheLog = """
        SELECT count(*) FROM keys
        WHERE position > (SELECT coalesce(max(position), 0) FROM events)
        """

    /// Makes the states of messages anew, in temporary tables that hide the real ones, and compares
    /// the two.
    private static func states(_ database: Database) throws -> [CheckFinding] {
        try database.execute(sql: Schema.temporaryStates)
        try MessageStates(session: SQLiteSession(database: database), marksTexts: false).rebuild()
        var count = 0
        var faults: [CheckFinding] = []
        for table in ["amendments", "reactions"] {
            count += try Int.fetchOne(database, sql: "SELECT count(*) FROM main.\(table)") ?? 0
            let wrong = try difference("main", "temp", table, database)
            let missing = try difference("temp", "main", table, database)
            guard wrong + missing > 0 else { continue }
            let words = "\(table): \(wrong) rows are not what the log says, \(missing) are missing"
            faults.append(.init("states", .fault, words))
        }
        let words = "edits, deletions and reactions are what the log says: rows \(count)"
        return faults.isEmpty ? [.init("states", .sound, words)] : faults
    }

    private static func difference(
        _ first: String,
        _ second: String,
        _ table: String,
        _ database: Database
    ) throws -> Int {
        let sql = """
            SELECT count(*) FROM
                (SELECT * FROM \(first).\(table) EXCEPT SELECT * FROM \(second).\(table))
            """
        return try Int.fetchOne(database, sql: sql) ?? 0
    }

    private static func head(_ database: Database) throws -> (log: String, position: Int64)? {
        try SQLiteSession(database: database).row(Statements.logState, []) { row in
            (try row.text(0), try row.integer(1))
        }
    }

    /// An import's messages tell of files that another server kept: these are left out.
    private static func files(_ database: Database) throws -> [SharedFile] {
        let sql = Statements.sharedFiles.replacing("WHERE", with: "WHERE logged_at IS NULL AND")
        return try SQLiteSession(database: database).rows(sql, []) { try SharedFile(row: $0) }
    }

    // MARK: - The search index

    /// The index can always be made anew, so that nothing about it is damage to the log; but it may
    /// know of events that the log has lost.
    private func search(_ head: (log: String, position: Int64)) -> CheckFinding {
        let anew = "the server makes it anew"
        do {
            guard let indexed = try LogLoss.indexed(at: folder + "/search.sqlite") else {
                return .init("search", .note, "there is no index; \(anew)")
            }
            guard indexed.log == head.log else {
                return .init("search", .note, "the index is another log's; \(anew)")
            }
            return try progress(indexed.through, head.position)
        } catch {
            return .init("search", .note, "\(StoreError(sqlite: error)); \(anew)")
        }
    }

    private func progress(_ through: Int64, _ head: Int64) throws -> CheckFinding {
        if through > head {
            // It is read after the log, which may have grown meanwhile, but where nobody writes.
            let found = try FolderLock.whileFree(folder) {
                try LogReader(path: path).read { try Self.head($0)?.position ?? 0 }
            }
            // An index beside a log that moved follows the one in the database.
            guard let found, found < through, try MovedMark(in: folder) == nil else {
                return .init("search", .note, "the index goes \(through - head) events further")
            }
            let words = "events \(found + 1) to \(through) were in the log and are gone: "
            return .init("search", .fault, words + "restore a backup")
        }
        return through == head
            ? .init("search", .sound, "the index goes to the log's end, \(head)")
            : .init("search", .note, "the index is \(head - through) events behind the log")
    }
}

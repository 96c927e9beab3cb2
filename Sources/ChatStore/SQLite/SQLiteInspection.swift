import GRDB

/// The look at a database file before it is opened for writing: what is not ours, not whole or too
/// new is refused, and not a byte of it changes but for a transaction that a crash left half-done.
struct SQLiteInspection {
    let path: String
    let options: StoreOptions

    /// Looks at the file.
    ///
    /// - Returns: true when there is no database yet.
    /// - Throws: `damaged`, `newer`, or `unavailable` when the file cannot be read.
    func isNew() throws(StoreError) -> Bool {
        try takeBack()
        guard let file = try FileHead(path: path), file.size > 0 else { return true }
        guard let header = SQLiteHeader(file.bytes) else {
            throw .damaged(detail: "\(path) is not a SQLite database")
        }
        // After a crash the newest pages, the header's too, may be in the write-ahead log alone.
        let isWhole = (try FileHead(path: path + "-wal")?.size ?? 0) == 0
        if isWhole {
            try check(header, size: file.size)
        }
        // A file that was begun and never filled has no tables, and is ours to fill.
        let isBlank = header.applicationID == 0 && header.version == 0
        if isBlank || !isWhole || file.size <= options.checkedBytes {
            return try checkContents(isWhole: isWhole, isSmall: file.size <= options.checkedBytes)
        }
        return false
    }

    /// Takes back what a crash left half-done where a journal tells how.
    ///
    /// A file's first page is written before the write-ahead log is on. Whoever only reads may not
    /// take it back, and could not open the file.
    /// Source: https://www.sqlite.org/lockingv3.html, section 4.2.
    private func takeBack() throws(StoreError) {
        // Without a file there is nothing to take back, and none is made here.
        guard try FileHead(path: path) != nil, let journal = try FileHead(path: path + "-journal"),
            journal.size > 0
        else { return }
        do {
            // The first look does it.
            _ = try DatabaseQueue(path: path).read {
                try Int.fetchOne($0, sql: "PRAGMA user_version")
            }
        } catch { throw StoreError(sqlite: error) }
    }

    private func check(_ header: SQLiteHeader, size: Int64) throws(StoreError) {
        if let stated = header.fileSize, size < stated {
            throw .damaged(detail: "\(path) has \(size) bytes where \(stated) should be")
        }
        try check(applicationID: header.applicationID, version: header.version)
    }

    private func check(applicationID: Int32, version: Int) throws(StoreError) {
        let isBlank = applicationID == 0 && version == 0
        guard isBlank || applicationID == Schema.applicationID else {
            throw .damaged(detail: "\(path) is the database of another program")
        }
        // Both are written at once.
        guard isBlank || version > 0 else {
            throw .damaged(detail: "\(path) does not say which schema it has")
        }
        guard version <= Schema.version else {
            throw .newer(found: version, known: Schema.version)
        }
    }

    // MARK: - With SQLite

    /// Reads the file as SQLite does; true when it has no tables.
    private func checkContents(isWhole: Bool, isSmall: Bool) throws(StoreError) -> Bool {
        do {
            return try connect(isWhole: isWhole).read { database in
                let applicationID = try Int32.fetchOne(database, sql: "PRAGMA application_id")
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
                try check(applicationID: applicationID ?? 0, version: version ?? 0)
                if isSmall { try quickCheck(database) }
                guard applicationID == 0 else { return false }
                let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
                guard count == 0 else {
                    throw StoreError.damaged(detail: "\(path) is the database of another program")
                }
                return true
            }
        } catch { throw StoreError(sqlite: error) }
    }

    private func quickCheck(_ database: Database) throws {
        let text = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard text == "ok" else {
            throw StoreError.damaged(detail: "\(path) fails SQLite's quick check: \(text)")
        }
    }

    private func connect(isWhole: Bool) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        guard isWhole else { return try DatabaseQueue(path: path, configuration: configuration) }
        // Our lock is the promise.
        do {
            return try DatabaseQueue(path: Self.unchanging(path), configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            // This SQLite was built without addresses.
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    /// The address of a file that is promised not to change: it needs no shared memory beside it.
    ///
    /// Source: https://www.sqlite.org/uri.html#uriimmutable
    static func unchanging(_ path: String) -> String { "file:\(escaped(path))?immutable=1" }

    private static func escaped(_ path: String) -> String {
        // By scalars: a sign and a mark behind it are one character.
        path.unicodeScalars.map { scalar in
            switch scalar {
            case "%": "%25"
            case "?": "%3f"
            case "#": "%23"
            default: String(scalar)
            }
        }.joined()
    }
}

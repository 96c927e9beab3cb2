package import ChatProtocol

extension ChatStore {
    /// Whether this program can open a log in PostgreSQL: it was built with the trait `Postgres`.
    package static var hasPostgres: Bool {
        #if Postgres
        true
        #else
        false
        #endif
    }

    /// Opens the log of a database, and makes its tables if there are none.
    ///
    /// Blocks for some milliseconds; others may serve the log too.
    ///
    /// - Parameters:
    ///   - folder: the data folder, for what is kept beside the log: the search index.
    ///   - now: the clock, unless the database's is to be used.
    ///   - onSearchRenewal: told why the search index was damaged, and is made anew.
    /// - Returns: the store; nothing is appended before ``run(onCommit:)`` runs.
    /// - Throws: `damaged` or `newer`, with the database left as it was; `unreachable`;
    ///   `unavailable` when the log is not shared, or the cluster cannot hold one as set.
    package static func open(
        database: DatabaseAddress,
        folder: String,
        options: StoreOptions = StoreOptions(),
        now: @escaping @Sendable () -> Timestamp,
        onSearchRenewal: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws(StoreError) -> ChatStore {
        #if Postgres
        let folder = try DataFolder(folder)
        let mark = try MovedMark(in: folder.path)
        let hasOwnLog = try FileHead(path: folder.databasePath) != nil
        if mark == nil, hasOwnLog { throw folder.refusalOfOwnLog() }
        let place = "\(database)"
        let database = try PostgresDatabase(database, folder, options: options) {
            if let mark { throw mark.refusalOfEmptyDatabase(folder) }
            return .drawn()
        }
        if let kept = MarksText(in: folder.path) {
            try database.commit { try PostgresLineage(session: $0).rename(where: kept) }
        }
        var state = try database.logState()
        state.lastTime = LogClock.kept(in: folder.path) ?? state.lastTime
        let there = MovedMark(log: state.name, place: place)
        if !hasOwnLog, mark != there { try put(there, over: mark, in: folder) }
        let bus = try PostgresBus(database)
        let pulse = database.pulse
        return ChatStore(
            state,
            database: database,
            engine: SharedLog(
                database: database,
                bus: bus,
                state,
                options: options,
                keepingIn: MarksFile(
                    in: folder.path,
                    MarksText(state.name, state.marks, state.access)
                ),
                now: now
            ),
            searchIndex: searchIndex(of: state, in: folder, options, onSearchRenewal),
            bus: bus,
            options: options,
            clock: LogClock(after: state.lastTime, keptIn: folder.path) {
                options.usesDatabaseClock ? pulse.time ?? now() : now()
            }
        )
        #else
        throw .unavailable("this program was built without PostgreSQL (trait Postgres)")
        #endif
    }

    #if Postgres
    /// Marks the folder: a start without the database must not begin another log there.
    private static func put(
        _ mark: MovedMark,
        over former: MovedMark?,
        in folder: DataFolder
    ) throws(StoreError) {
        do throws(StoreError) { try mark.write(in: folder) } catch {
            // One that is there keeps another log from being begun, whatever it names.
            if former == nil { throw error }
        }
    }
    #endif
}

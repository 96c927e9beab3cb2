package import ChatProtocol

extension ChatStore {
    /// Opens the log of a data folder, and makes both if there is none.
    ///
    /// Blocks for some milliseconds; another process, and another store of this one, is refused
    /// for as long as this store lives.
    ///
    /// - Parameter onSearchRenewal: told why the search index was damaged, and is made anew.
    /// - Returns: the store; nothing is appended before ``run(onCommit:)`` runs. A log that has
    ///   lost events has another name than before, and ``loss`` tells of it.
    /// - Throws: `inUse`, `damaged` or `newer`, with the database left as it was; `storageFull` or
    ///   `unavailable` when the disk fails, or the log was moved into a database.
    package static func open(
        folder: String,
        options: StoreOptions = StoreOptions(),
        now: @escaping @Sendable () -> Timestamp,
        onSearchRenewal: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws(StoreError) -> ChatStore {
        let folder = try DataFolder(folder)
        if let mark = try MovedMark(in: folder.path) { throw mark.refusal(folder) }
        let database = try SQLiteDatabase(folder, options: options) { .drawn() }
        var state = try database.logState()
        let last = LogClock.kept(in: folder.path) ?? state.lastTime
        if let loss = LogLoss(state, in: folder) { state = try database.rename(after: loss) }
        let space = DiskSpace(
            folder: folder.path,
            floor: options.diskFloor,
            quota: options.logQuota
        )
        return ChatStore(
            state,
            database: database,
            engine: SerialLog(
                database: database,
                log: state.name,
                options: options,
                space: space,
                after: last,
                now: now
            ),
            space: space,
            searchIndex: searchIndex(of: state, in: folder, options, onSearchRenewal),
            options: options,
            clock: LogClock(after: last, keptIn: folder.path, wall: now)
        )
    }

    /// The search index of a log; it is open if it can be.
    static func searchIndex(
        of state: LogState,
        in folder: DataFolder,
        _ options: StoreOptions,
        _ onRenewal: @escaping @Sendable (StoreError) -> Void
    ) -> SearchIndex {
        SearchIndex(
            in: folder,
            options: options,
            log: state.name,
            head: state.head,
            onRenewal: onRenewal
        )
    }
}

import ChatProtocol
import ChatStore
import Logging

// MARK: - The log

extension ChatServer {
    /// Opens the log that a server is to serve.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameters:
    ///   - logger: told of an index that was made anew, of events that the log has lost, and of a
    ///     setting that has no effect.
    /// - Throws: why it cannot be served.
    static func store(
        _ settings: ServerSettings,
        _ logger: Logger
    ) throws(StoreError) -> ChatStore {
        let limits = settings.limits
        var options = StoreOptions()
        options.roomLimit = limits.rooms
        options.diskFloor = limits.diskFloor
        options.logQuota = Int64(limits.logBytes)
        options.searchTime = .seconds(limits.searchSeconds)
        options.nodeName = settings.nodeName
        options.nodeVersion = ProgramVersion.text
        if settings.database != nil, limits.logBytes > 0 {
            logger.warning("log-quota has no effect: the log is in a database, which bounds itself")
        }
        let store = try open(settings, options) { error in
            logger.warning(
                "the search index was damaged and is made anew; the log is untouched",
                metadata: ["error": "\(error)"]
            )
        }
        if let loss = store.loss { tell(loss, of: store, logger) }
        return store
    }

    private static func tell(_ loss: LogLoss, of store: ChatStore, _ logger: Logger) {
        logger.error(
            "events were acknowledged and are gone from the log, which has another name now",
            metadata: [
                "head": "\(loss.head)", "through": "\(loss.through)", "was": "\(loss.log)",
                "log": "\(store.log)",
            ]
        )
    }

    /// Opens the log, wherever it is.
    private static func open(
        _ settings: ServerSettings,
        _ options: StoreOptions,
        onSearchRenewal: @escaping @Sendable (StoreError) -> Void
    ) throws(StoreError) -> ChatStore {
        guard let database = settings.database else {
            return try ChatStore.open(
                folder: settings.dataFolder,
                options: options,
                now: Timestamp.now,
                onSearchRenewal: onSearchRenewal
            )
        }
        return try ChatStore.open(
            database: database,
            folder: settings.dataFolder,
            options: options,
            now: Timestamp.now,
            onSearchRenewal: onSearchRenewal
        )
    }
}

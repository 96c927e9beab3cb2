import ChatProtocol

extension SearchIndex {
    /// Opens the index of a data folder, and makes it if there is none that can be used.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Parameters:
    ///   - folder: the data folder, which this process has locked.
    ///   - onRenewal: told why one was damaged, also when it is opened; it must not use the index.
    convenience init(
        in folder: DataFolder,
        options: StoreOptions,
        log: LogName,
        head: Int64,
        onRenewal: @escaping @Sendable (StoreError) -> Void
    ) {
        self.init(
            head: head,
            open: { head throws(StoreError) in
                try SQLiteDatabase(
                    searchIn: folder,
                    options: options,
                    log: log,
                    head: head,
                    onRenewal: onRenewal
                )
            },
            replace: { () throws(StoreError) in
                try SQLiteDatabase.replaceSearch(in: folder, options: options, log: log)
            },
            onRenewal: onRenewal,
            retry: options.searchRetry
        )
    }
}

import GRDB

extension StoreError {
    /// What an error of the database means to the caller.
    ///
    /// The words hold no SQL and no value. Source: https://www.sqlite.org/rescode.html
    ///
    /// - Parameter error: from GRDB, or a ``StoreError`` that passed through it.
    init(sqlite error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error)
        case is CancellationError: self = .cancelled
        default: self = .unavailable("an unexpected \(type(of: error))")
        }
    }

    private init(_ error: DatabaseError) {
        // Shared memory that cannot grow is the first thing that a full disk breaks.
        if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
            self = .storageFull
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .storageFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(detail: "SQLite says \(error.resultCode)")
        case .SQLITE_INTERRUPT: self = .cancelled
        default: self = .unavailable("SQLite says \(error.extendedResultCode)")
        }
    }
}

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

    /// What an error of a COMMIT means to the caller.
    ///
    /// An I/O error may come when the transaction stands in the write-ahead log already. This
    /// process goes on without it, and its next transaction writes over it; but if the process ends
    /// before, the next opening may find it there, whole. A disk that is full has not taken the
    /// frame that ends the transaction.
    /// Source: https://www.sqlite.org/walformat.html, section 4.
    init(sqliteCommit error: any Error) {
        guard let error = error as? DatabaseError, error.resultCode == .SQLITE_IOERR else {
            self.init(sqlite: error)
            return
        }
        self = .outcomeUnknown("SQLite says \(error.extendedResultCode)")
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
        case .SQLITE_CANTOPEN, .SQLITE_READONLY:
            self = .unavailable(
                "it, or a file beside it, cannot be opened for writing (SQLite says "
                    + "\(error.extendedResultCode.rawValue))"
            )
        default: self = .unavailable("SQLite says \(error.extendedResultCode)")
        }
    }
}

import GRDB
import GRDBSQLite
import Synchronization

/// One read while it goes on: it ends when nobody waits for it any more, or when it has taken more
/// steps than it may.
///
/// SQLite asks every few steps of its machine. It is told so rather than interrupted, since an
/// interrupted full-text search may leave its connection interrupted.
/// Source: https://www.sqlite.org/c3ref/progress_handler.html
final class ReadWatch: Sendable {
    /// Steps between two questions.
    private static let stride: Int32 = 100

    private let cancelled = Atomic<Bool>(false)
    private let steps = Atomic<Int>(0)
    private let limit: Int

    /// Begins to watch.
    ///
    /// - Parameter limit: steps of SQLite's machine; some ten make a row.
    init(limit: Int) {
        self.limit = limit
    }

    /// Ends the read.
    func cancel() {
        cancelled.store(true, ordering: .releasing)
    }

    /// Why the read is over; `nil` while it may go on.
    var end: StoreError? {
        if cancelled.load(ordering: .acquiring) { return .cancelled }
        return steps.load(ordering: .relaxed) > limit ? .tooCostly : nil
    }

    /// Counts some steps.
    ///
    /// - Returns: whether the read is over.
    fileprivate func advance() -> Bool {
        steps.wrappingAdd(Int(Self.stride), ordering: .relaxed)
        return end != nil
    }

    /// Runs a body that SQLite ends when it is time.
    ///
    /// - Parameter database: the connection, which only this thread uses.
    /// - Throws: what the body threw; `cancelled` or `tooCostly` when it was ended.
    func run<Value>(on database: Database, _ body: () throws -> Value) throws -> Value {
        if let end { throw end }
        let connection = unsafe database.sqliteConnection
        // SQLite keeps the pointer only until it is taken back below, and the watch outlives that.
        unsafe sqlite3_progress_handler(
            connection,
            Self.stride,
            isOver,
            Unmanaged.passUnretained(self).toOpaque()
        )
        defer { unsafe sqlite3_progress_handler(connection, 0, nil, nil) }
        do {
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            throw end ?? .cancelled
        }
    }
}

/// What SQLite asks: other than 0 ends its statement.
private func isOver(_ watch: UnsafeMutableRawPointer?) -> Int32 {
    guard let watch = unsafe watch else { return 0 }
    // Set by `ReadWatch.run`, which is still running: SQLite asks within its statements.
    return unsafe Unmanaged<ReadWatch>.fromOpaque(watch).takeUnretainedValue().advance() ? 1 : 0
}
